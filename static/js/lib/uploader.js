import { Delivery } from "lib/delivery.js";
import { DropServer } from "lib/drop-server.js";
import { forget, recall, remember, targetOf } from "lib/open-drops.js";
import { Pace } from "lib/pace.js";
import { Preparation } from "lib/preparation.js";
import { hasEnded, Queue } from "lib/queue.js";
import { takeBack } from "lib/sending.js";

const PARALLEL = 3;
const MOST_LOOKED = 100;

// Takes the files of one drop from the device to the site, three at a time. `changed(item)` hears of each step.
export class Uploader {
  isPaused = false;
  pace = new Pace();
  #options;
  #queue;
  #server;
  #preparation;
  #delivery;
  #running = new Map();

  constructor(options, changed) {
    this.#options = options;
    this.#queue = new Queue(changed);
    this.#server = new DropServer(options);
    this.#preparation = new Preparation(this.#queue, this.#server, options.room, () => this.#pump());
    this.#delivery = new Delivery(this.#queue, this.#server, options, this.pace);
  }

  get drop() {
    return this.#delivery.drop;
  }

  get items() {
    return this.#queue.items;
  }

  totals() {
    return this.#queue.totals();
  }

  // Asks for the pictures that are still being made, the oldest first; answers whether more are to come.
  async look() {
    const waiting = this.items.filter(isPrepared);
    const some = new Map(waiting.slice(0, MOST_LOOKED).map((item) => [item.line.line, item]));
    if (!some.size) return false;
    for (const line of await this.#server.lines(this.drop.receipt, [...some.keys()])) {
      if (line.state !== some.get(line.line)?.line.state) this.#queue.change(some.get(line.line), { line });
    }
    return this.items.some(isPrepared);
  }

  // A file that cannot be sent comes with the reason.
  add(files) {
    for (const { file, path, reason } of files) {
      this.#queue.add(file, path, reason ? { state: "refused", reason } : {});
    }
    this.#preparation.goOn();
    this.#pump();
  }

  // Opens the drop, or goes on with the one that was not finished the last time.
  async start(album, newAlbum) {
    const target = targetOf(album, newAlbum);
    const before = recall(target);
    if (before) await this.#goOnWith(before);
    this.#delivery.drop ??= await this.#server.open(album, newAlbum);
    remember(this.drop, [target, ...(this.drop.album ? [targetOf(this.drop.album)] : [])]);
    this.#pump();
  }

  async #goOnWith(drop) {
    try {
      const lines = await this.#server.lines(drop.receipt);
      this.#delivery.drop = drop;
      this.#delivery.kept = new Map(lines.filter(({ photo }) => photo).map((line) => [line.sha256, line]));
    } catch (fault) {
      if (fault.status !== 404) throw fault;
      forget(drop.receipt);
    }
  }

  pause(item) {
    this.#running.get(item)?.abort();
    this.#queue.change(item, { state: "paused" });
    this.#pump();
  }

  // This one, also while all others are paused.
  resume(item) {
    const hashed = item.sha256 || item.isHashless;
    this.#queue.change(item, { state: hashed ? "ready" : "chosen", isWanted: true });
    this.#preparation.goOn();
    this.#pump();
  }

  pauseAll() {
    this.isPaused = true;
    this.pace.rest();
    for (const item of this.items) item.isWanted = false;
    for (const item of this.#running.keys()) this.pause(item);
  }

  resumeAll(state = "paused") {
    this.isPaused = false;
    for (const item of this.items.filter((each) => each.state === state)) this.resume(item);
    this.#pump();
  }

  remove(item) {
    this.#running.get(item)?.abort();
    if (item.url && !hasEnded(item)) takeBack(item.url, this.#options.session.token);
    this.#queue.remove(item);
    this.#pump();
  }

  stop() {
    for (const stop of this.#running.values()) stop.abort();
    this.#preparation.stop();
  }

  #pump() {
    if (!this.drop) return;
    const which = { onlyWanted: this.isPaused };
    for (let item; this.#running.size < PARALLEL && (item = this.#queue.nextToSend(which)); ) this.#run(item);
    const { open, failed } = this.totals();
    if (open) return;
    this.pace.rest();
    if (!failed) forget(this.drop.receipt);
  }

  async #run(item) {
    const stop = new AbortController();
    this.#running.set(item, stop);
    this.#queue.change(item, { state: "sending" });
    let values;
    try {
      values = await this.#delivery.bring(item, stop.signal);
    } catch ({ sentence = "", status, isFinal }) {
      const reason = status === 401 ? "loggedOut" : "atFault";
      values = { state: isFinal ? "refused" : "failed", sentence, reason };
    }
    if (this.#running.get(item) === stop) this.#running.delete(item);
    if (!stop.signal.aborted) this.#queue.end(item, values);
    this.#pump();
  }
}

const isPrepared = ({ line }) => line?.line && ["waiting", "working"].includes(line.state);
