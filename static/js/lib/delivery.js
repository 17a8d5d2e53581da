import { Fault, whenWorthTrying } from "lib/faults.js";
import { Pace } from "lib/pace.js";
import { send } from "lib/sending.js";

// Brings one file to the site, and waits out whatever passes by itself: a lost connection, a full disk.
export class Delivery {
  #queue;
  #server;
  #options;
  #pace;

  constructor(queue, server, options, pace) {
    Object.assign(this, { drop: null, kept: new Map() });
    [this.#queue, this.#server, this.#options, this.#pace] = [queue, server, options, pace];
  }

  // What became of it, as values for the item. Throws the Fault that no waiting helps against.
  async bring(item, signal) {
    for (let tries = 0; ; tries += 1) {
      try {
        return { state: "safe", sent: item.size, ...(await this.#once(item, tries, signal)) };
      } catch (fault) {
        if (signal.aborted || !(fault instanceof Fault) || !fault.passes(tries)) throw fault;
        if (!fault.isBusy) this.#wait(item, fault);
        await whenWorthTrying(tries, signal);
        if (signal.aborted) throw fault;
        this.#queue.change(item, { state: "sending" });
      }
    }
  }

  #wait(item, fault) {
    const lostAt = fault.isConnection ? new Date() : item.lostAt;
    this.#queue.change(item, { state: fault.isSpace ? "full" : "lost", lostAt, sentence: fault.sentence });
    this.#pace.rest();
  }

  async #once(item, tries, signal) {
    const kept = this.kept.get(item.sha256) ?? (await this.#arrivedUnheard(item, tries));
    if (kept) return arrived(kept);
    if (item.isKnown) {
      try {
        return { ...arrived(await this.#server.enter(this.drop.receipt, item)), outcome: "known" };
      } catch (fault) {
        if (fault.status !== 404) throw fault;
        item.isKnown = false; // It was put into the trash at this very moment, or emptied from it.
      }
    }
    return this.#send(item, signal);
  }

  // The last answer may have been lost with the connection, and the file not.
  async #arrivedUnheard(item, tries) {
    if (!tries || !item.sha256) return null;
    const lines = await this.#server.lines(this.drop.receipt);
    return lines.find(({ photo, sha256 }) => photo && sha256 === item.sha256);
  }

  async #send(item, signal) {
    item.pace = new Pace();
    // What an earlier try has brought over is not sent again, and does not count as speed.
    let before = item.url ? null : 0;
    const onProgress = (sent) => {
      const moved = sent - (before ?? sent);
      before = sent;
      for (const pace of [this.#pace, item.pace]) pace.add(moved, performance.now());
      this.#queue.change(item, { sent, state: sent === item.size ? "checking" : "sending" });
    };
    const { endpoint, session } = this.#options;
    const onResume = () => (before = null);
    const onUrl = (url) => (item.url = url);
    const options = { endpoint, receipt: this.drop.receipt, signal, onProgress, onResume, onUrl };
    return arrived(await session.with((token) => send(item, token, options)));
  }
}

// What a line of the receipt means for the file.
function arrived(line) {
  const { outcome = line.duplicate ? "duplicate" : line.verified ? "safe" : "stored", sha256 } = line;
  return { outcome, sha256, line };
}
