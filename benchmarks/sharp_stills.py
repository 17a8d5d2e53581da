"""The same outputs by sharp, which galleries written for Node use: one decode, three files, no metadata."""

import json
import shutil
import statistics
import subprocess
import time
from pathlib import Path

from photoalbum.media.pipeline import examine

_PROGRAM = """
const sharp = require("sharp");
sharp.concurrency(1); sharp.cache(false);
(async () => {
  const spent = [];
  for (const [number, photo] of JSON.parse(process.argv[2]).entries()) {
    const began = process.cpuUsage();
    const large = sharp(photo).rotate().resize(2048, 2048, {fit: "inside"});
    await Promise.all([
      large.clone().jpeg({quality: 80}).toFile("large.jpg"),
      large.clone().resize(1008, 1008, {fit: "inside"}).jpeg({quality: 80}).toFile("middle.jpg"),
      large.clone().resize({height: 320}).webp({quality: 76, effort: 2}).toFile("thumb.webp"),
    ]);
    const used = process.cpuUsage(began);
    if (number) spent.push((used.user + used.system) / 1000);
  }
  console.log(JSON.stringify(spent));
})();
"""


def report(photos: list[Path], folder: Path) -> str:
    """A paragraph that compares, or one that says why it cannot."""
    home = folder / "sharp"
    home.mkdir()
    if not shutil.which("npm") or not _installed(home):
        return "Sharp could not be fetched from npm, so there is nothing to say of it.\n"
    (home / "stills.js").write_text(_PROGRAM, encoding="utf-8")
    words = ["node", "stills.js", json.dumps([str(photos[0]), *map(str, photos)])]
    done = subprocess.run(words, cwd=home, capture_output=True, text=True, check=True)
    theirs = statistics.median(json.loads(done.stdout))
    ours = []
    for photo in photos:
        began = time.process_time()
        examine(photo, "image/jpeg", photo.name, folder)
        ours.append(1000 * (time.process_time() - began))
    mine = statistics.median(ours)
    return (
        f"Sharp with the same outputs and without metadata, placeholder and hash, for {len(photos)} of them: "
        f"{theirs:.0f} ms against {mine:.0f} ms, {theirs / mine:.1f} times as much.\n"
    )


def _installed(home: Path) -> bool:
    words = ["npm", "install", "--silent", "--no-audit", "--no-fund", "sharp@0.35"]
    try:
        return subprocess.run(words, cwd=home, capture_output=True, timeout=180, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False
