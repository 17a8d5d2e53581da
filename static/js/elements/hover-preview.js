const WAIT = 200;
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

// The silent film of a video's tile, for as long as somebody points at the tile or has come to it by keyboard.
class HoverPreview extends HTMLElement {
  #timer;
  #link;

  connectedCallback() {
    this.#link = this.closest("a");
    for (const name of ["pointerenter", "focus"]) this.#link.addEventListener(name, this.#onCome);
    for (const name of ["pointerleave", "blur"]) this.#link.addEventListener(name, this.#onGo);
  }

  disconnectedCallback() {
    for (const name of ["pointerenter", "focus"]) this.#link.removeEventListener(name, this.#onCome);
    for (const name of ["pointerleave", "blur"]) this.#link.removeEventListener(name, this.#onGo);
    this.#onGo();
  }

  #onCome = (event) => {
    // A finger that scrolls over the grid means nothing by it.
    if (CALM.matches || navigator.connection?.saveData || (event.pointerType ?? "mouse") !== "mouse") return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#play(), WAIT);
  };

  #onGo = () => {
    clearTimeout(this.#timer);
    this.replaceChildren();
  };

  #play() {
    if (this.firstChild) return;
    const film = document.createElement("video");
    Object.assign(film, { className: "tile__preview", muted: true, loop: true, playsInline: true, tabIndex: -1 });
    film.disableRemotePlayback = true;
    film.addEventListener("playing", () => film.toggleAttribute("data-playing", true));
    film.src = this.dataset.src;
    this.append(film);
    // The pointer may leave before it has begun.
    film.play().catch(() => {});
  }
}

customElements.define("hover-preview", HoverPreview);
