"""What a file that is no photo or video is, in words, so that a refusal explains itself."""

from pathlib import PurePosixPath

from photoalbum.media.formats import CLAIMING

# In this order: what is tested first wins.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript drawing"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript drawing"),
    (b"8BPS", "a Photoshop drawing"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a compressed archive (gzip)"),
    (b"BZh", "a compressed archive (bzip2)"),
    (b"\xfd7zXZ", "a compressed archive (xz)"),
    (b"\x28\xb5\x2f\xfd", "a compressed archive (zstd)"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a Mac program"),
    (b"SQLite format 3\0", "a database"),
    (b"ID3", "a sound recording (MP3)"),
    (b"fLaC", "a sound recording (FLAC)"),
    (b"OggS", "a sound recording (Ogg)"),
    (b"#!AMR", "a sound recording (AMR)"),
    (b"caff", "a sound recording"),
    (b"MThd", "a MIDI tune"),
    (b"FLV", "a Flash video"),
    (b"FWS", "a Flash animation"),
    (b"CWS", "a Flash animation"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a Windows Media file (WMV or WMA)"),
    (b".RMF", "a RealMedia file"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"BM", "a bitmap picture (BMP)"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"\x00\x00\x02\x00", "a mouse pointer"),
    (b"gimp xcf", "a GIMP drawing"),
    (b"AT&TFORM", "a DjVu document"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"OTTO", "a font"),
    (b"\x00\x01\x00\x00\x00", "a font"),
)

_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel table"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"opendocument.text", "a text document (OpenDocument)"),
    (b"opendocument.spreadsheet", "a table (OpenDocument)"),
    (b"opendocument.presentation", "a presentation (OpenDocument)"),
    (b"application/epub", "an e-book"),
    (b"AndroidManifest.xml", "an Android app"),
    (b"META-INF/MANIFEST.MF", "a Java program"),
)

_WORDED: tuple[tuple[str, str], ...] = (
    ("#extm3u", "a playlist"),
    ("[playlist]", "a playlist"),
    ("ffconcat", "a playlist"),
    ("<?wpl", "a playlist"),
    ("<asx", "a playlist"),
    ("<smil", "a playlist"),
    ("#!", "a program (script)"),
    ("<?php", "a program (PHP)"),
    ("begin:vcard", "an address card"),
    ("begin:vcalendar", "a calendar"),
    ("<!doctype html", "an HTML page"),
    ("<html", "an HTML page"),
    ("<script", "an HTML page"),
    ("<svg", "an SVG drawing"),
    ("<!doctype svg", "an SVG drawing"),
    ("<x:xmpmeta", "a notes file (XMP) that belongs to a photo"),
    ("<?xpacket", "a notes file (XMP) that belongs to a photo"),
)


def refusal(head: bytes, tail: bytes, file_name: str) -> str:
    """One sentence saying what the file is instead of a photo or a video."""
    what = describe(head, tail)
    if what is None:
        return "We cannot tell what kind of file this is: it is not a photo or video that we know."
    extension = PurePosixPath(file_name.lower()).suffix.lstrip(".")
    named = f" named .{extension}" if extension in CLAIMING else ""
    return f"This is {what}{named}, not a photo or video that we can show."


def describe(head: bytes, tail: bytes = b"") -> str | None:
    """A few words for what begins with `head` (some kilobytes) and ends with `tail`; None for the unknown."""
    if head.startswith(b"PK"):
        return next((what for mark, what in _ZIPPED if mark in head or mark in tail), "a ZIP archive")
    if head.startswith(b"RIFF"):
        return {b"WAVE": "a sound recording (WAV)"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return by_brand(head[8:12])
    for mark, what in _MAGIC:
        if head.startswith(mark):
            return what
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0 and head[1] & 0x06:
        return "a sound recording (MP3)"
    return _worded(head)


def by_brand(brand: bytes) -> str | None:
    """What a file with this major brand is, when it is no video in spite of its boxes."""
    if brand.startswith((b"M4A", b"M4B", b"M4P")):
        return "a sound recording"
    return None


def _worded(head: bytes) -> str | None:
    text = _as_text(head)
    if text is None:
        return None
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<"):
        near = start[:2000]
        places = [(near.find(mark), what) for mark, what in _WORDED if mark.startswith("<") and mark in near]
        # An SVG may carry a script, and a page a drawing: what comes first is what it is.
        return (
            min(places)[1] if places else "an XML document" if near.startswith("<?xml") else "a text document"
        )
    for mark, what in _WORDED:
        if start.startswith(mark):
            return what
    if start.startswith(("{", "[")):
        return "a data file (JSON)"
    return "a text document"


def _as_text(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    try:
        # The last character may be cut in half where we stopped reading.
        text = head.decode("utf-8", "strict" if len(head) < 4096 else "ignore")
    except UnicodeDecodeError:
        return None
    odd = sum(character < " " and character not in "\t\r\n\f" for character in text)
    return text if text and not odd else None
