"""What the start says to the person who started the site."""

import socket

from photoalbum.settings import Settings

PLAIN_HTTP = """\
Everybody in your home network can open this address. It is plain http, so passwords and pictures cross the
network unprotected, browsers do not keep the site as an app, and they check uploads more slowly.
From outside your home use https: docs/self-hosting.md says how.
"""
BARE_PROXY = """\
Behind a proxy the site must know its own name: set PHOTOALBUM_PUBLIC_URL or ALLOWED_HOSTS.
"""


def banner(settings: Settings, listening: socket.socket, setup_code: str) -> str:
    port = listening.getsockname()[1]
    rows = [("Address", settings.public_url or url(_reachable(settings.host), port))]
    if settings.is_on_lan and not settings.behind_proxy and (address := own_address()):
        rows.append(("At home", url(address, port)))
    rows.append(("Kept in", str(settings.instance)))
    if not settings.media_root.is_relative_to(settings.instance):
        rows.append(("Pictures", str(settings.media_root)))
    if setup_code:
        rows.append(("Setup code", f"{setup_code}   (the first page asks for it, once)"))
    lines = ["", "The photo album is running.", "", *(f"  {name:<11} {value}" for name, value in rows), ""]
    if settings.is_on_lan and not settings.behind_proxy:
        lines.append(PLAIN_HTTP)
    if settings.behind_proxy and settings.hosts == ("localhost",):
        lines.append(BARE_PROXY)
    return "\n".join([*lines, "Ctrl-C stops it.", ""])


def url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def own_address() -> str:
    """This machine's address in the home network. Choosing a route sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  Compared, not bound.
