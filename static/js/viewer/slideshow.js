const SECONDS = 5;
const LONGEST_FILM = 60;
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

// One picture after another on the whole screen, which stays awake; any key ends it.
export class Slideshow {
  #frame;
  #slides;
  #timer;
  #lock;
  #left = [];
  running = false;

  constructor(frame, slides) {
    [this.#frame, this.#slides] = [frame, slides];
    frame.part("shuffle").addEventListener("click", () => this.#setShuffled(!this.#isShuffled));
    frame.part("stop").addEventListener("click", () => this.stop());
  }

  async start(shuffled = false) {
    if (this.running) return;
    this.running = true;
    this.#setShuffled(shuffled);
    this.#frame.setShowing(true);
    this.#slides.fit();
    document.addEventListener("visibilitychange", this.#keepAwake);
    this.#keepAwake();
    // Where the whole screen is refused, the window does.
    const stage = this.#frame.part("stage");
    await stage.requestFullscreen?.().catch(() => {});
    if (!this.running) return;
    document.addEventListener("fullscreenchange", this.#onFullscreen);
    this.#plan();
  }

  stop() {
    if (!this.running) return;
    this.running = false;
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#keepAwake);
    document.removeEventListener("fullscreenchange", this.#onFullscreen);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    this.#lock?.release().catch(() => {});
    this.#lock = null;
    this.#frame.setShowing(false);
    this.#slides.fit();
  }

  // A picture has come into view, by itself or by hand: its time begins.
  restart() {
    if (this.running) this.#plan();
  }

  // In a slideshow a film plays by itself, and without its sound.
  playFilm() {
    const { film } = this.#slides;
    if (!this.running || !film) return;
    film.muted = true;
    film.play().catch(() => {});
  }

  get #isShuffled() {
    return this.#frame.part("shuffle").getAttribute("aria-pressed") === "true";
  }

  #setShuffled(on) {
    this.#frame.part("shuffle").setAttribute("aria-pressed", on);
    this.#left = [];
  }

  #plan() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#next(), SECONDS * 1000);
  }

  #next() {
    if (!this.running) return;
    const { film } = this.#slides;
    if (film && !film.ended && !film.paused && film.currentTime < LONGEST_FILM) return this.#plan();
    if (document.hidden || !this.#slides.isLoaded) return this.#plan();
    const to = this.#following();
    const go = () => this.#slides.goTo(to);
    if (CALM.matches || !document.startViewTransition) go();
    else document.startViewTransition(go);
    this.#plan();
  }

  #following() {
    const { index, count } = this.#slides;
    if (!this.#isShuffled) return (index + 1) % count;
    if (!this.#left.length) this.#left = shuffled([...Array(count).keys()].filter((each) => each !== index));
    return this.#left.pop() ?? index;
  }

  #keepAwake = async () => {
    if (document.hidden || !navigator.wakeLock) return;
    try {
      this.#lock = await navigator.wakeLock.request("screen");
    } catch {
      // A low battery may refuse; the show goes on.
    }
  };

  #onFullscreen = () => {
    if (!document.fullscreenElement) this.stop();
  };
}

function shuffled(items) {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}
