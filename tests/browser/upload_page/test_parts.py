"""The parts of the upload page that know no page, in a real browser: arithmetic, order, folders, memory."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from photoalbum.web.upload_words import upload_words

from .uploading import Room

Run = Callable[[str], Any]


@pytest.fixture(scope="module")
def run(room: Room, chromium: Browser) -> Iterator[Run]:
    """Runs the body of a function that may load our modules by their names."""
    context = chromium.new_context(base_url=room.site.url, bypass_csp=True)
    page = context.new_page()
    page.goto("/login")
    yield lambda body: page.evaluate(
        f"() => Promise.race([(async () => {{ {body} }})(),"
        " new Promise((_, fail) => setTimeout(fail, 60_000, new Error('it takes too long')))])"
    )
    context.close()


def test_speed_is_that_of_the_last_seconds_and_time_is_said_as_people_do(run: Run) -> None:
    assert run("""
        const { Pace, timeLeft } = await import("lib/pace.js");
        const pace = new Pace();
        const early = pace.speed(0);
        for (let second = 0; second <= 30; second += 1) pace.add(second < 15 ? 9e6 : 1e6, 1000 * second);
        const steady = pace.speed(30_000);
        pace.rest();
        const rested = pace.speed(31_000);
        const times = [[59e6, 1e6], [240e6, 1e6], [36e9, 1e6], [5, 0]].map(([b, s]) => timeLeft(b, s));
        return [early, steady, rested, times];
    """) == [
        0,
        pytest.approx(1e6),
        0,
        [
            {"unit": "minute", "amount": 0},
            {"unit": "minute", "amount": 4},
            {"unit": "hour", "amount": 10},
            None,
        ],
    ]


def test_notes_go_last_twins_one_after_the_other_and_paused_ones_not_at_all(run: Run) -> None:
    assert run("""
        const { Queue } = await import("lib/queue.js");
        const queue = new Queue(() => {});
        const [notes, one, twin, other] = ["a.xmp", "a.jpg", "copy.jpg", "b.jpg"].map((name) =>
            queue.add({ name, size: 10 }, name, { state: "ready", sha256: name }));
        twin.sha256 = one.sha256;
        const order = [];
        const next = (options = {}) => {
            const item = queue.nextToSend(options);
            if (item) queue.change(item, { state: "sending" });
            order.push(item?.name ?? null);
        };
        next(); next(); next();
        queue.end(one, { state: "safe" });
        order.push(twin.isKnown);
        next({ onlyWanted: true });
        next();
        queue.end(twin, { state: "safe" }); queue.end(other, { state: "refused" });
        next();
        return [order, queue.totals()];
    """) == [
        ["a.jpg", "b.jpg", None, True, None, "copy.jpg", "a.xmp"],
        {
            "all": 4, "safe": 2, "refused": 1, "failed": 0, "open": 1, "paused": 0, "lost": 0,
            "bytes": 30, "sent": 20,
        },
    ]  # fmt: skip


def test_folders_are_walked_to_their_ends_without_what_systems_leave_in_them(run: Run) -> None:
    names = run("""
        const { walk } = await import("lib/walk.js");
        const file = (name) => ({ name, isFile: true, file: (give) => give({ name }) });
        const folder = (name, ...inside) => ({ name, createReader: () => ({
            readEntries: (give) => give(inside.splice(0, 2)),
        }) });
        const found = [];
        const whole = folder("Trip", file("10.jpg"), file("9.jpg"), folder("Day", file("1.jpg")),
            file(".DS_Store"), file("Thumbs.db"), folder("__MACOSX", file("x.jpg")), file("é.jpg"));
        for await (const { path } of walk(whole)) found.push(path);
        return found;
    """)
    assert names == ["Trip/9.jpg", "Trip/10.jpg", "Trip/Day/1.jpg", "Trip/é.jpg"]


def test_open_drops_are_remembered_by_their_album_for_six_days(run: Run) -> None:
    assert run("""
        const { forget, recall, remember, targetOf } = await import("lib/open-drops.js");
        localStorage.clear();
        const day = 86_400_000;
        remember({ receipt: "one" }, [targetOf("", "Ostsee"), targetOf("ostsee")], 0);
        remember({ receipt: "two" }, [targetOf("")], day);
        const found = [recall(targetOf("ostsee"), day), recall(targetOf("", "Ostsee"), day),
            recall(targetOf("other"), day), recall(targetOf("ostsee"), 6 * day + 1)].map((d) => d?.receipt);
        forget("one", day);
        found.push(recall(targetOf("", "Ostsee"), day)?.receipt, recall(targetOf(""), day).receipt);
        localStorage.setItem("photoalbum-open-drops", "broken");
        found.push(recall(targetOf(""), day));
        return found;
    """) == ["one", "one", None, None, None, "two", None]


def test_what_waiting_helps_against(run: Run) -> None:
    assert run("""
        const { Fault } = await import("lib/faults.js");
        return [0, 507, 423, 409, 404, 500, 415, 422, 413, 401].map((status) =>
            [status, new Fault(status).passes(1), new Fault(status).passes(50), new Fault(status).isFinal]);
    """) == [
        [0, True, True, False],
        [507, True, True, False],
        [423, True, False, False],
        [409, True, False, False],
        [404, True, False, False],
        [500, True, False, False],
        [415, False, False, True],
        [422, False, False, True],
        [413, False, False, True],
        [401, False, False, False],
    ]


def test_more_than_ones_share_of_the_disk_is_not_sent_but_what_is_here_needs_none(run: Run) -> None:
    assert run("""
        const { Queue } = await import("lib/queue.js");
        const { Preparation } = await import("lib/preparation.js");
        const queue = new Queue(() => {});
        for (const name of ["a", "b", "c", "d"]) queue.add(new File([name.repeat(10)], name), name);
        const isOpen = ({ state }) => state === "chosen" || state === "hashing";
        return new Promise((resolve) => {
            const look = () => queue.items.some(isOpen) || resolve(queue.items.map((item) => item.state));
            const known = async (items) =>
                new Set(items.filter(({ name }) => name === "d").map(({ sha256 }) => sha256));
            new Preparation(queue, { known }, 25, look).goOn();
        });
    """) == ["ready", "ready", "refused", "ready"]


def test_sentences_come_from_the_server_and_count_as_the_language_does(run: Run, app: Any) -> None:
    with app.test_request_context():
        words = json.dumps(upload_words(4 << 30))
    assert run(f"""
        const {{ Phrases }} = await import("lib/phrases.js");
        const phrases = new Phrases({words}, "en");
        const pace = {{ speed: () => 1e6 }};
        const file = (state, more) => ({{ name: "a.jpg", state, size: 4e6, sent: 1e6, ...more }});
        const all = {{ all: 3, safe: 1, refused: 0, open: 2, paused: 0, lost: 0, bytes: 6e8, sent: 1e8 }};
        const broken = {{ state: "failed", reason: "Cut" }};
        const told = {{ pace, now: 0, hasBegun: true }};
        return [
            phrases.file(file("sending", {{ pace }}), 0),
            phrases.file(file("safe", {{ outcome: "safe", line: {{ state: "working" }} }}), 0),
            phrases.file(file("safe", {{ outcome: "stored", line: broken }}), 0),
            phrases.file(file("refused", {{ reason: "tooLarge" }}), 0),
            phrases.total(all, told),
            phrases.total({{ ...all, lost: 2 }}, {{ ...told, pace: {{ speed: () => 0 }} }}),
            phrases.total(all, {{ ...told, isPaused: true }}),
            phrases.verdict([file("safe"), ...Array(5).fill(file("refused"))]),
        ];
    """) == [
        "25% · 1 MB of 4 MB · 1 MB a second",
        "Safe: checksum matches the file on your device · its picture is being prepared",
        "Safe: stored and re-read, but no picture can be shown. Cut",
        "Too large: at most 4.3 GB for one file. Nothing was sent.",
        "1 of 3 safe · 500 MB left · about 8 minutes",
        "1 of 3 safe · 500 MB left · waiting for the connection",
        "1 of 3 safe · 500 MB left · paused",
        "Safe: 1 photo or video. 5 could not be taken: a.jpg, a.jpg, a.jpg and more.",
    ]


def test_every_word_that_the_scripts_say_is_there(app: Any) -> None:
    with app.test_request_context():
        words = upload_words(1)
    root = Path(__file__).resolve().parents[3]
    sources = [*(root / "static/js").rglob("*.js"), root / "templates/uploads/new.html"]
    text = "".join(path.read_text() for path in sources)
    assert [name for name in words if f'"{name}"' not in text and f".{name}" not in text] == []
