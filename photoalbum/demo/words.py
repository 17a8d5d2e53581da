"""Words: passwords that can be read aloud, and what a screen reader says of each subject."""

import secrets

from photoalbum.accounts import passwords

_WORDS = """
acorn amber anchor apron autumn badger bakery barley basket beacon beetle bicycle biscuit blanket bramble
breeze bridge bucket button candle canoe cellar chestnut cinder clover comet copper cotton cradle cricket
curtain daisy dapple donkey dragonfly drizzle ember falcon feather fennel ferry fiddle flannel foxglove
garnet ginger glacier gosling granite hamlet harbour hazel heron hollow honey icicle island ivory jasmine
juniper kettle kitten ladder lantern larch lemon lichen lobster lupin magpie mallow maple marble meadow
mitten mosaic nettle nutmeg oriole otter oyster paddle parsley pebble pepper pigeon plum poplar pumpkin
quarry quince raisin ribbon robin saddle saffron sandal sparrow spindle sponge squirrel stable sugar
tandem teapot thistle thunder timber trumpet tulip turnip umber velvet violin walnut willow window zephyr
"""

_SEEN = {
    "alpine": "A mountain range behind a wooded valley",
    "apricot": "An apricot dahlia in flower",
    "balloon": "A hot-air balloon over misty hills",
    "balloons": "Hot-air balloons over misty hills",
    "bare hills": "Bare hills, one behind the other",
    "beach": "Surf running up a sandy beach",
    "cabin": "A hut with lit windows among snowy firs",
    "cake": "A birthday cake with burning candles",
    "candles": "Candles burning on a table",
    "country": "Fields with one broad tree",
    "daisies": "A meadow full of daisies",
    "dunes": "Sand dunes under a wide sky",
    "firs": "Firs in deep snow",
    "fog": "Tree trunks in fog",
    "heath": "Heather in bloom with one tree",
    "hills": "Wooded hills fading into the haze",
    "islands": "The sea with islands on the horizon",
    "lake": "Mountains mirrored in a still lake",
    "lavender": "Rows of lavender up to the horizon",
    "lighthouse": "A red and white lighthouse on a rock",
    "lights": "Lights out of focus",
    "october": "A tree in autumn colours on a hill",
    "pebbles": "Pebbles on the beach",
    "poppies": "Poppies in a green field",
    "river": "The lights of a town mirrored in a river",
    "river rockets": "Fireworks over a town by the river",
    "sails": "Sailing boats on a blue sea",
    "sea": "The sea and the sky",
    "snow": "Snow falling on firs",
    "snowfall": "Snow falling on firs",
    "stars": "The Milky Way over dark firs",
    "tent": "A glowing tent under the stars",
    "tulips": "Rows of red tulips",
    "vines": "Rows of vines",
    "wheat": "A field of ripe wheat with one tree",
    "windows": "Lit windows of a house at night",
    "wood": "Light falling into a wood",
}


def new_password(*about: str) -> str:
    """Four words and a number, by chance and so different on every site."""
    words = _WORDS.split()
    while True:
        chosen = "-".join([*(secrets.choice(words) for _word in range(4)), str(secrets.randbelow(90) + 10)])
        try:
            passwords.demand_strong(chosen, about=about)
        except passwords.WeakPassword:
            continue
        return chosen


def seen_on(subject: str) -> str:
    """
    >>> seen_on("lake snow")
    'Mountains mirrored in a still lake'
    """
    words = subject.split()
    return next(
        (_SEEN[key] for key in (subject, words[0], words[-1]) if key in _SEEN), f"A {subject} in flower"
    )
