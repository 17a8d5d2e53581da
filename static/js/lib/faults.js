// What can go wrong between this page and the site, and whether waiting helps.

const BUSY = new Set([409, 423, 429]);
const GONE = new Set([404, 410, 460]);
const NO_SPACE = 507;
const MOST_TRIES = 6;
const WAITS = [1, 2, 4, 8, 15, 30];

export class Fault extends Error {
  // Status 0: there was no answer at all. The sentence is the site's own, if it said one.
  constructor(status, sentence = "") {
    super(sentence || `status ${status}`);
    Object.assign(this, { status, sentence });
  }

  get isConnection() {
    return this.status === 0;
  }

  get isSpace() {
    return this.status === NO_SPACE;
  }

  // The site has looked at the file and will not take it, however often it is sent.
  get isFinal() {
    return [413, 415, 422].includes(this.status);
  }

  get isBusy() {
    return BUSY.has(this.status);
  }

  passes(tries) {
    if (this.isConnection || this.isSpace) return true;
    return tries < MOST_TRIES && (this.isBusy || GONE.has(this.status) || this.status >= 500);
  }
}

// Until it is worth another try: some seconds, or the moment the device is on the network again.
export function whenWorthTrying(tries, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, 1000 * WAITS[Math.min(tries, WAITS.length - 1)]);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
