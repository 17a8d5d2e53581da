import { partsOf } from "lib/messages.js";

const WAIT = 5000;

// While a video is being prepared, asks now and then how far it is, and shows the page anew once it plays.
class FilmNote extends HTMLElement {
  #timer;

  connectedCallback() {
    if (this.hasAttribute("data-percent")) this.#plan();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #plan() {
    this.#timer = setTimeout(() => this.#look(), WAIT);
  }

  async #look() {
    if (document.hidden) return this.#plan();
    try {
      const response = await fetch(location.href);
      const note = response.ok && partsOf(await response.text()).querySelector("film-note[data-percent]");
      if (response.ok && !note) return location.reload();
      if (note) this.#adopt(note);
    } catch {
      // The server may be away for a moment; the next look will tell.
    }
    this.#plan();
  }

  #adopt(note) {
    const words = this.querySelector(".film-note__words");
    const fresh = note.querySelector(".film-note__words");
    // Said aloud only when it has changed.
    if (words.textContent !== fresh.textContent) words.replaceChildren(...fresh.childNodes);
    this.querySelector("progress").value = Number(note.dataset.percent);
  }
}

customElements.define("film-note", FilmNote);
