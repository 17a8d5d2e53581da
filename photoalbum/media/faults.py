"""What can go wrong with a file that was accepted. Each says so in a sentence for a person."""


class MediaFault(Exception):
    """A picture or video that cannot be prepared. Its original stays safe and can be downloaded."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class CannotShow(MediaFault):
    """The file itself is at fault: trying again would not help."""


class DecoderFailed(CannotShow):
    """The decoder gave up with a reason; the same file will give the same answer."""


class DecoderDied(MediaFault):
    """The decoding process was killed, by a limit or by a fault of its own."""


class DecoderTimeout(DecoderDied):
    """The decoding process did not answer in time and was killed."""
