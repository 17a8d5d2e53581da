const PRESS = 300;
const SLIP = 10;

// A photo that moves plays for as long as it, or the button on it, is pressed; the keyboard plays it once.
export class Live {
  #button;
  #pictures;
  #slides;
  #film;
  #source;
  #timer;
  #from;

  constructor(button, pictures, slides) {
    [this.#button, this.#pictures, this.#slides] = [button, pictures, slides];
    button.addEventListener("pointerdown", () => this.#play());
    button.addEventListener("click", (event) => event.detail === 0 && this.#play(true));
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) button.addEventListener(name, this.stop);
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    pictures.addEventListener("pointerdown", this.#onPress, true);
    pictures.addEventListener("pointermove", this.#onMove, true);
    for (const name of ["pointerup", "pointercancel"]) pictures.addEventListener(name, this.stop, true);
  }

  show(source) {
    this.stop();
    this.#source = source;
    this.#button.hidden = !source;
  }

  stop = () => {
    clearTimeout(this.#timer);
    this.#film?.remove();
    this.#film = null;
  };

  #onPress = (event) => {
    if (!this.#source || !event.isPrimary) return;
    this.#from = [event.clientX, event.clientY];
    this.#timer = setTimeout(() => this.#play(), PRESS);
  };

  #onMove = (event) => {
    if (this.#from && Math.hypot(event.clientX - this.#from[0], event.clientY - this.#from[1]) > SLIP) this.stop();
  };

  #play(once = false) {
    const picture = this.#slides.picture;
    if (!this.#source || this.#film || !picture) return;
    const place = picture.getBoundingClientRect();
    const film = document.createElement("video");
    Object.assign(film, { className: "viewer-over__moving", src: this.#source, playsInline: true, loop: !once });
    film.tabIndex = -1;
    for (const side of ["left", "top", "width", "height"]) film.style[side] = `${place[side]}px`;
    film.addEventListener("ended", this.stop);
    this.#film = film;
    this.#pictures.append(film);
    film.play().catch(() => {
      film.muted = true;
      film.play().catch(this.stop);
    });
  }
}
