const LONG = 500;
const STEADY = 4;

// A finger that rests on something. `happened` until the next one comes down.
export class LongPress {
  #timer;
  happened = false;

  begin(act) {
    this.happened = false;
    this.#timer = setTimeout(() => {
      act();
      this.happened = true;
    }, LONG);
  }

  end() {
    clearTimeout(this.#timer);
  }

  move({ movementX, movementY }) {
    if (Math.hypot(movementX, movementY) > STEADY) this.end();
  }
}
