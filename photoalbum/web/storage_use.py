"""For the keeper: who takes how much room, as a plot and as a table, and what the disk has left."""

import shutil
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from photoalbum.photos import room
from photoalbum.photos.room import Share
from photoalbum.web.current import keeper_required

bp = Blueprint("storage_use", __name__, url_prefix="/admin/storage")

# The plot's own units: it is drawn as wide as there is room.
WIDTH, ROW, BAR, TOP = 400, 52, 18, 8
MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class Bar:
    share: Share
    y: int
    photo_width: float
    video_width: float


@bp.get("/")
@keeper_required
def index() -> ResponseReturnValue:
    shares = room.by_member()
    disk = shutil.disk_usage(current_app.config["MEDIA_ROOT"])
    bars = bars_of(shares[:MOST_BARS])
    return render_template(
        "admin/storage.html",
        shares=shares,
        bars=bars,
        width=WIDTH,
        height=TOP + ROW * len(bars),
        bar_height=BAR,
        originals=room.of_originals(),
        disk=disk,
    )


def bars_of(shares: list[Share]) -> list[Bar]:
    """One bar for each member, the largest as wide as the plot.

    >>> [(bar.photo_width, bar.video_width) for bar in bars_of([Share("Anna", 1, 1, 300, 100)])]
    [(300.0, 100.0)]
    """
    most = max((share.bytes for share in shares), default=0) or 1
    return [
        Bar(
            share,
            TOP + ROW * number,
            round(WIDTH * share.photo_bytes / most, 1),
            round(WIDTH * share.video_bytes / most, 1),
        )
        for number, share in enumerate(shares)
    ]
