import { Hasher } from "lib/hashing.js";

const MOST_ASKED = 200;

// Makes chosen files ready: hashes one at a time, and asks the site which of them it has from this person.
export class Preparation {
  #queue;
  #server;
  #room;
  #done;
  #hasher = new Hasher();
  #hashing = false;
  #unasked = [];
  #asking = false;

  // `room` is what is left of one's share of the disk, in bytes.
  constructor(queue, server, room, done) {
    this.#queue = queue;
    this.#server = server;
    this.#room = room;
    this.#done = done;
  }

  stop() {
    this.#hasher.stop();
  }

  async goOn() {
    if (this.#hashing) return;
    this.#hashing = true;
    for (let item; (item = this.#queue.nextToHash()); ) {
      this.#queue.change(item, { state: "hashing" });
      const { sha256, unreadable } = await this.#hasher.sum(item.file);
      if (item.state !== "hashing") continue;
      if (unreadable) this.#finish(item, { state: "failed", reason: "unreadable" });
      else if (sha256) this.#askFor(Object.assign(item, { sha256 }));
      else this.#admit(Object.assign(item, { isHashless: true }));
    }
    this.#hashing = false;
  }

  // While one question is on its way, the next files gather for the one after it.
  async #askFor(item) {
    this.#unasked.push(item);
    if (this.#asking) return;
    this.#asking = true;
    while (this.#unasked.length) {
      const items = this.#unasked.splice(0, MOST_ASKED);
      // Asking saves sending; without an answer the files are sent.
      const known = await this.#server.known(items).catch(() => new Set());
      for (const each of items.filter(({ state }) => state === "hashing")) {
        this.#admit(Object.assign(each, { isKnown: known.has(each.sha256) }));
      }
    }
    this.#asking = false;
  }

  // What is here already needs no room.
  #admit(item) {
    const fits = item.isKnown || this.#queue.bytesComing() + item.size <= this.#room;
    this.#finish(item, fits ? { state: "ready" } : { state: "refused", reason: "noRoom" });
  }

  #finish(item, values) {
    this.#queue.change(item, values);
    this.#done();
  }
}
