"""Links as pictures, for whoever has the phone at hand and not the keyboard."""


def qr_code(text: str) -> str:
    """A QR code as a `data:` address for an <img>. White stands behind it, or no phone reads it at night."""
    import segno  # noqa: PLC0415 - a megabyte for those who share only.

    code = segno.make(text, error="m", micro=False)
    return code.svg_data_uri(scale=5, border=4, dark="black", light="white")
