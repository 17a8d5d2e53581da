// Asks again and again, slower with time, until there is nothing more to wait for.

const FIRST = 1500;
const LONGEST = 8000;

export class Watching {
  #look;
  #timer = null;
  #wait = FIRST;
  #isWoken = false;

  // `look` answers whether there is still something to wait for.
  constructor(look) {
    this.#look = look;
  }

  // Something has happened: there is soon something to see.
  wake() {
    this.#wait = FIRST;
    this.#isWoken = true;
    this.#timer ??= setTimeout(() => this.#once(), this.#wait);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #once() {
    let isOpen = true;
    this.#isWoken = false;
    try {
      isOpen = document.hidden || (await this.#look());
    } catch {
      // The site may be away for a moment; the next look will tell.
    }
    if (this.#timer === null) return;
    this.#timer = null;
    if (!this.#isWoken) this.#wait = Math.min(this.#wait * 1.3, LONGEST);
    if (isOpen || this.#isWoken) this.#timer = setTimeout(() => this.#once(), this.#wait);
  }
}
