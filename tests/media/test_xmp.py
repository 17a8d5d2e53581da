from photoalbum.media import xmp

from ..corpus.pictures import xmp as packet


def test_every_shape_of_a_property() -> None:
    found = xmp.parse(
        packet(
            "<dc:title><rdf:Alt><rdf:li xml:lang='de'>Titel</rdf:li>"
            "<rdf:li xml:lang='x-default'>Title</rdf:li></rdf:Alt></dc:title>"
            "<dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>sand</rdf:li></rdf:Bag></dc:subject>"
            "<exif:Flash rdf:parseType='Resource'><exif:Fired>True</exif:Fired></exif:Flash>"
            "<xmp:Rating>4</xmp:Rating>"
        )
    )
    assert xmp.text(found["dc:title"]) == "Title"
    assert xmp.texts(found["dc:subject"]) == ["sea", "sand"]
    assert found["exif:Flash"] == {"exif:Fired": "True"}
    assert found["xmp:Rating"] == "4"


def test_attributes_are_properties_too() -> None:
    raw = packet("").replace(b'rdf:about=""', b'rdf:about="" xmp:CreateDate="2019-05-04T05:58:14"')
    assert xmp.parse(raw) == {"xmp:CreateDate": "2019-05-04T05:58:14"}


def test_a_packet_is_found_between_its_padding() -> None:
    raw = (
        b"http://ns.adobe.com/xap/1.0/\0<?xpacket begin=''?>"
        + packet("<xmp:Rating>1</xmp:Rating>")
        + b"<?xpacket end='w'?>\0\0"
    )
    assert xmp.parse(raw)["xmp:Rating"] == "1"


def test_024_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + packet(
        "<dc:source>&b;</dc:source>"
    )
    assert xmp.parse(bomb) == {}


def test_024_enormous_packets_are_left_alone() -> None:
    assert xmp.parse(packet(f"<dc:source>{'x' * xmp.MOST_BYTES}</dc:source>")) == {}


def test_024_deep_nesting_ends() -> None:
    deep = "<dc:source rdf:parseType='Resource'>" * 5000 + "</dc:source>" * 5000
    assert isinstance(xmp.parse(packet(deep)), dict)


def test_what_is_no_xml_gives_nothing() -> None:
    for raw in (None, b"", b"\xff\xfe", "<", b"<a><b></a>", b"no packet at all"):
        assert xmp.parse(raw) == {}
