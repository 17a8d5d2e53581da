"""Albums from home: the garden, the feasts, the walks, the attic."""

from photoalbum.demo.story import Link, Shot, Story

GARDEN = Story(
    key="garden",
    title="Anna’s garden",
    description="What came up this year, and what the snails left.",
    owner="anna",
    year=2025,
    place=(50.9375, 6.9603),
    cover=2,
    grants={"olga": "viewer", "tom": "editor"},
    shots=(
        Shot("daisies", "morning", "3:2", "04-26 08:12", "The cherry in the neighbour’s field."),
        Shot("daisy", "day", "3:2", "05-17 12:40"),
        Shot("dahlia", "day", "3:2", "08-23 17:05", "The one that Grandma gave me.", hearts=("olga", "tom")),
        Shot("poppy", "day", "4:3", "06-07 10:26", "It lasted one day."),
        Shot("cornflower", "day", "1:1", "06-21 11:00", "", hearts=("olga",)),
        Shot("sunflower", "day", "2:3", "08-09 16:33", "Taller than Tom."),
        Shot("apricot", "day", "3:2", "09-06 15:18"),
        Shot("houseleek", "day", "1:1", "06-22 09:48", "On the roof of the shed. Nobody planted it."),
        Shot("sunflower", "day", "4:3", "08-10 09:02", "", by="tom", camera="x"),
        Shot("green wood", "day", "2:3", "05-18 18:40", "Behind the fence."),
    ),
)

BIRTHDAY = Story(
    key="eighty",
    title="Grandma is eighty",
    description="Seventy guests, two cakes, and one speech that was too long (mine).",
    owner="georg",
    year=2025,
    audience="family",
    place=(53.5437, 9.9922),
    cover=0,
    grants={"anna": "editor", "mia": "contributor"},
    links=(Link("For the guests", locked=True),),
    shots=(
        Shot(
            "cake",
            "night",
            "3:2",
            "06-14 20:30",
            "She blew them all out at once.",
            hearts=("anna", "tom", "mia", "olga"),
        ),
        Shot("lemon cake", "night", "4:3", "06-14 20:34", "The second one, without nuts."),
        Shot("lights", "night", "3:2", "06-14 21:10", "", by="mia", camera="phone"),
        Shot("candles", "night", "2:3", "06-14 22:04", "", hearts=("olga",)),
        Shot("tulips", "day", "3:2", "06-14 11:15", "Where the flowers came from.", by="anna", camera="r6"),
        Shot("river", "dusk", "3:2", "06-14 22:20", "From the balcony, between two dances."),
        Shot("dahlia", "day", "1:1", "06-15 09:30", "The table, the day after.", by="anna", camera="r6"),
    ),
    camera="phone",
)

NEW_YEAR = Story(
    key="new-year",
    title="New Year at the river",
    description="Cold feet, warm punch.",
    owner="mia",
    year=2024,
    audience="family",
    camera="phone",
    place=(53.5437, 9.9922),
    hours=1,
    cover=1,
    shots=(
        Shot("river", "dusk", "16:9", "12-31 16:45"),
        Shot(
            "river rockets", "night", "3:2", "12-31 23:59", "Midnight, give or take.", hearts=("anna", "ben")
        ),
        Shot("river rockets", "night", "2:3", "12-31 23:58"),
        Shot("windows", "night", "4:3", "12-31 21:30", "Everybody at home but us."),
        Shot("lights", "night", "3:2", "12-31 22:10"),
    ),
)

WALKS = Story(
    key="walks",
    title="Sunday walks",
    description="Always the same wood, never the same twice.",
    owner="tom",
    year=2025,
    audience="public",
    camera="x",
    place=(50.7753, 7.1890),
    cover=1,
    shots=(
        Shot("fog", "overcast", "3:2", "10-05 08:40"),
        Shot(
            "gold wood",
            "day",
            "3:2",
            "10-19 15:12",
            "The ten good days of October.",
            hearts=("anna", "olga", "ben"),
        ),
        Shot("red wood", "day", "2:3", "10-19 15:50"),
        Shot("october", "evening", "3:2", "10-26 16:20", "Our tree."),
        Shot("heath", "rose", "16:9", "09-07 19:05", "", hearts=("mia",)),
        Shot("lake autumn", "day", "3:2", "10-12 12:33"),
        Shot("alpine autumn", "evening", "3:2", "10-12 17:41"),
        Shot("wheat", "evening", "3:2", "07-20 20:12", "The week before the harvest."),
        Shot("blue fog", "overcast", "4:3", "11-09 09:30", "Nobody else out."),
    ),
)

SLIDES = Story(
    key="slides",
    title="Grandpa’s slides",
    description="From the box under the stairs. Who knows when this was? Tell me while I can still check.",
    owner="georg",
    year=1964,
    camera="",
    cover=2,
    grants={"anna": "editor", "olga": "viewer", "mia": "viewer"},
    shots=(
        Shot("lake", "day", "slide", "", "Königssee? The hotel had a green boat.", finish="slide"),
        Shot(
            "sails",
            "summer",
            "slide",
            "",
            "Father’s boat is the one in front, if I am right.",
            hearts=("olga",),
            finish="slide",
        ),
        Shot(
            "alpine",
            "day",
            "slide",
            "",
            "Our first car made it up there in second gear.",
            hearts=("anna",),
            finish="slide",
        ),
        Shot("country", "summer", "slide", "", finish="slide"),
        Shot("beach", "summer", "slide", "", "The honeymoon.", hearts=("olga", "anna"), finish="slide"),
        Shot("october", "overcast", "4:3", "", "The old lime tree, before the road.", finish="print"),
        Shot("hills", "overcast", "4:3", "", finish="print"),
        Shot("lighthouse", "day", "3:4", "", "1962, the year of the flood.", finish="print"),
    ),
)

HALL = Story(
    key="hall",
    title="To print for the hall",
    description="Only a list for myself.",
    owner="anna",
    year=2025,
    place=(50.9375, 6.9603),
    shots=(Shot("sea", "rose", "3:2", "09-20 19:40"),),
    borrowed=(("summer", 2), ("summer", 9), ("hut", 1), ("garden", 2), ("holidays", 1)),
)

HOME = (GARDEN, BIRTHDAY, NEW_YEAR, WALKS, SLIDES, HALL)
