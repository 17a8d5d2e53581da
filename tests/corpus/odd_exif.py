"""EXIF blocks as no camera writes them: any type, count and value under the tags that we read."""

import random
import struct

# By the number of the type, those that EXIF knows and two that it does not.
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 0: 1, 99: 1}
_MAIN = [0x10E, 0x10F, 0x110, 0x112, 0x131, 0x132, 0x13B, 0x4746, 0x9C9B, 0x9C9E, 700, 33723, 34675]
_CAMERA = [0x829A, 0x829D, 0x8827, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x920A, 0x927C]
_CAMERA += [0x9286, 0xA401, 0xA434, 0xA002, 0xA005]
_PLACE = list(range(32))
_CAMERA_AT, _PLACE_AT = 0x8769, 0x8825


def block(seed: int) -> bytes:
    """A TIFF structure of three directories, the same for the same seed."""
    chance = random.Random(seed)
    pointers = {_CAMERA_AT: 0, _PLACE_AT: 0}
    main = _directory(random.Random(seed), _MAIN, 8, pointers)
    camera = _directory(chance, _CAMERA, 8 + len(main), {})
    place = _directory(chance, _PLACE, 8 + len(main) + len(camera), {})
    pointers = {_CAMERA_AT: 8 + len(main), _PLACE_AT: 8 + len(main) + len(camera)}
    main = _directory(random.Random(seed), _MAIN, 8, pointers)
    return (b"II*\0" + struct.pack("<I", 8) + main + camera + place)[:65_000]


def _directory(chance: random.Random, tags: list[int], at: int, pointers: dict[int, int]) -> bytes:
    chosen = sorted({tag for tag in tags if chance.random() < 0.7} | pointers.keys())
    beyond = at + 2 + 12 * len(chosen) + 4
    entries, data = b"", b""
    for tag in chosen:
        if tag in pointers:
            entries += struct.pack("<HHII", tag, 4, 1, pointers[tag])
            continue
        kind, count = chance.choice(list(_SIZES)), chance.choice([0, 1, 1, 2, 3, 3, 20, 200])
        value = _value(chance, kind, count)
        stated = count if chance.random() < 0.9 else chance.choice([65_535, 2**31, 2**32 - 1])
        head = struct.pack("<HHI", tag, kind, stated)
        if len(value) <= 4:
            entries += head + value.ljust(4, b"\0")
        else:
            entries += head + struct.pack("<I", beyond + len(data))
            data += value
    following = chance.choice([0, 0, 0, 8, at, 2**32 - 1])
    return struct.pack("<H", len(chosen)) + entries + struct.pack("<I", following) + data


def _value(chance: random.Random, kind: int, count: int) -> bytes:
    size = _SIZES[kind] * count
    if kind == 12:
        strange = (float("nan"), float("inf"), -1e308, 1e-320)
        return b"".join(struct.pack("<d", chance.choice(strange)) for _ in range(count))
    match chance.randrange(4):
        case 0:
            return bytes(size)
        case 1:
            return b"\xff" * size
        case 2:
            return (b"2019:05:04 05:58:14\0" * 10)[:size].ljust(size, b"\0")
        case _:
            return chance.randbytes(size)
