"""What a browser says of itself, in words that its owner recognises."""

from flask_babel import gettext as _

# The first that fits: most browsers also claim to be the ones below them.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> tuple[str, str]:
    """Browser and machine, each empty when it is none we know.

    >>> device_of("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0")
    ('Firefox', 'Linux')
    """
    return _first(_BROWSERS, user_agent), _first(_MACHINES, user_agent)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")


def device_words(user_agent: str) -> str:
    """The same as a person says it."""
    browser, machine = device_of(user_agent)
    if browser and machine:
        return str(_("%(browser)s on %(machine)s", browser=browser, machine=machine))
    return browser or machine or str(_("Unknown device"))
