// The files of one drop, and what is to be done next. No page and no network is touched here.
//
// A file is chosen, hashing, ready, sending, checking, lost or full (both wait and go on by themselves),
// paused, and at the end safe, refused (for good) or failed (may be tried again).

const ENDED = new Set(["safe", "refused", "failed"]);
const NOTES = /\.xmp$/i;

export class Queue {
  items = [];
  #changed;
  #number = 0;

  constructor(changed) {
    this.#changed = changed;
  }

  add(file, path, values = {}) {
    this.#number += 1;
    const item = { id: this.#number, file, path, name: file.name, size: file.size, state: "chosen", sent: 0 };
    this.items.push(Object.assign(item, values));
    this.#changed(item);
    return item;
  }

  change(item, values) {
    Object.assign(item, values);
    this.#changed(item);
  }

  // The same bytes in another file of this drop need not be sent any more.
  end(item, values) {
    this.change(item, values);
    if (item.state !== "safe" || !item.sha256) return;
    for (const twin of this.items.filter((each) => each !== item && each.sha256 === item.sha256)) twin.isKnown = true;
  }

  remove(item) {
    this.items = this.items.filter((other) => other !== item);
    this.change(item, { state: "removed" });
  }

  nextToHash() {
    return this.items.find((item) => item.state === "chosen");
  }

  // Notes (XMP) go after the photos they belong to. Of two files with the same bytes one goes first, and
  // the other need not be sent then.
  nextToSend({ onlyWanted }) {
    const photosOnTheWay = this.items.some((item) => !NOTES.test(item.name) && !hasEnded(item));
    const mayGo = (item) => (onlyWanted ? item.isWanted : !(photosOnTheWay && NOTES.test(item.name)));
    return this.items.find((item) => item.state === "ready" && mayGo(item) && !this.#hasTwinOnTheWay(item));
  }

  #hasTwinOnTheWay({ sha256 }) {
    return sha256 && this.items.some((other) => other.sha256 === sha256 && onTheWay(other));
  }

  // Of all that is or will be sent: what it takes of the disk.
  bytesComing() {
    const counts = ({ state, isKnown }) => !isKnown && !["chosen", "hashing", "refused"].includes(state);
    return this.items.filter(counts).reduce((sum, { size }) => sum + size, 0);
  }

  totals() {
    const sum = { all: 0, safe: 0, refused: 0, failed: 0, open: 0, paused: 0, lost: 0, bytes: 0, sent: 0 };
    for (const item of this.items) {
      sum.all += 1;
      if (item.state in sum) sum[item.state] += 1;
      if (!hasEnded(item)) sum.open += 1;
      if (item.state === "full") sum.lost += 1;
      if (item.state === "refused") continue;
      sum.bytes += item.size;
      sum.sent += item.state === "safe" ? item.size : item.sent;
    }
    return sum;
  }
}

export const hasEnded = ({ state }) => ENDED.has(state);
const onTheWay = ({ state }) => ["sending", "checking", "lost", "full"].includes(state);
