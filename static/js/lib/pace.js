// How fast bytes go, and how long the rest will take. No page is touched here.

const WINDOW = 10_000;
const SHORTEST = 500;

export class Pace {
  #marks = [];
  #moved = 0;

  // That so many more bytes have gone by this moment (in milliseconds).
  add(bytes, now) {
    if (!this.#marks.length) this.#marks.push([now, 0]);
    this.#moved += bytes;
    this.#marks.push([now, this.#moved]);
    while (this.#marks.length > 2 && this.#marks[1][0] <= now - WINDOW) this.#marks.shift();
  }

  // After a pause the time in it does not count.
  rest() {
    this.#marks = [];
  }

  // Bytes a second over the last seconds, or 0 while there is too little to say.
  speed(now) {
    if (!this.#marks.length) return 0;
    const [since, before] = this.#marks[0];
    return now - since < SHORTEST ? 0 : (1000 * (this.#moved - before)) / (now - since);
  }
}

// In words of a clock: {unit, amount}, rounded as a person would say it; null when it cannot be said.
export function timeLeft(bytes, speed) {
  if (!speed) return null;
  const minutes = bytes / speed / 60;
  if (minutes < 1) return { unit: "minute", amount: 0 };
  if (minutes < 90) return { unit: "minute", amount: Math.round(minutes) };
  return { unit: "hour", amount: Math.round(minutes / 60) };
}
