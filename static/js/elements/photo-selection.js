import { addBox, keepChosen, keptIn, removeBox, takeUp } from "lib/boxes.js";
import { LongPress } from "lib/long-press.js";

// Choosing photos without leaving the page: by the Select button, a long press, Shift and a click, or the
// X key on a photo. The boxes belong to the form inside, which the server understands without all this.
class PhotoSelection extends HTMLElement {
  #last = null;
  #press = new LongPress();
  #arrivals = new MutationObserver((changes) => {
    if (!this.#isOn) return;
    keepChosen(this.#form, changes);
    this.#dress();
    this.#count();
  });
  #page = this.closest("main");

  connectedCallback() {
    this.#arrivals.observe(this.#page, { childList: true, subtree: true });
    for (const [name, act] of this.#ears) this.#page.addEventListener(name, act, true);
    addEventListener("keydown", this.#onKey);
    if (this.#isOn) this.#count();
  }

  disconnectedCallback() {
    this.#arrivals.disconnect();
    for (const [name, act] of this.#ears) this.#page.removeEventListener(name, act, true);
    removeEventListener("keydown", this.#onKey);
  }

  get #ears() {
    return [
      ["click", this.#onClick],
      ["change", this.#onChange],
      ["pointerdown", this.#onDown],
      ["pointerup", this.#onUp],
      ["pointercancel", this.#onUp],
      ["pointermove", this.#onMove],
      ["contextmenu", this.#onMenu],
    ];
  }

  get #form() { return this.querySelector("form"); }

  get #isOn() { return !this.#form.hidden; }

  get #boxes() {
    return [...this.#page.querySelectorAll(".tile__pick input")];
  }

  #toggle(on) {
    this.#form.hidden = !on;
    if (on) this.#dress();
    else this.#undress();
    const face = this.#page.querySelector("[data-select] .button__text");
    const { off, on: done } = face.closest("[data-select]").dataset;
    face.textContent = on ? done : off;
    this.#count();
  }

  #dress() {
    for (const tile of this.#page.querySelectorAll(".photo-rows .tile")) {
      addBox(tile, this.#form.id, this.dataset.pick);
    }
    takeUp(this.#form, this.#boxes);
  }

  #undress() {
    this.#boxes.forEach(removeBox);
    keptIn(this.#form).forEach((kept) => kept.remove());
    this.#last = null;
  }

  #pick(tile) {
    if (!this.#isOn) this.#toggle(true);
    const box = tile.querySelector(".tile__pick input");
    box.checked = true;
    this.#last = box;
    this.#count();
    return box;
  }

  #onClick = (event) => {
    const way = event.target.closest("[data-select] a");
    const link = event.target.closest(".photo-rows .tile__link");
    if (way && new URL(way.href).searchParams.has("select")) {
      event.preventDefault();
      this.#toggle(!this.#isOn);
    } else if (this.#press.happened || (link && event.shiftKey)) {
      event.preventDefault();
      event.stopPropagation();
      if (!this.#press.happened) this.#pick(link.closest(".tile"));
      this.#press.happened = false;
    } else if (event.target.matches(".tile__pick input") && event.shiftKey && this.#last) {
      const boxes = this.#boxes;
      const [from, to] = [boxes.indexOf(this.#last), boxes.indexOf(event.target)].sort((a, b) => a - b);
      for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
    }
  };

  #onChange = (event) => {
    if (!event.target.matches(".tile__pick input")) return;
    this.#last = event.target;
    this.#count();
  };

  #onDown = (event) => {
    const tile = event.target.closest(".photo-rows .tile");
    this.#press.happened = false;
    if (tile && !this.#isOn && event.pointerType !== "mouse") this.#press.begin(() => this.#pick(tile));
  };

  #onUp = () => this.#press.end();

  #onMove = (event) => this.#press.move(event);

  #onMenu = (event) => {
    if (this.#press.happened) event.preventDefault();
  };

  #onKey = (event) => {
    if (event.defaultPrevented || event.altKey || event.target.closest?.("input:not([type=checkbox]), select, textarea, dialog")) return;
    const tile = event.target.closest?.(".photo-rows .tile");
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Escape" && this.#isOn && this.#boxes.length) this.#toggle(false);
    else if (event.key === "x" && tile && !command && !this.#isOn) this.#pick(tile).focus();
    else if (event.key === "a" && command && this.#isOn) {
      for (const box of this.#boxes) box.checked = true;
      this.#count();
    } else return;
    event.preventDefault();
  };

  #count() {
    const chosen = this.#boxes.filter((box) => box.checked).length + keptIn(this.#form).length;
    const { none, one, many } = this.dataset;
    const words = chosen === 0 ? none : chosen === 1 ? one : many.replace("NUM", chosen);
    const status = this.querySelector("[data-count]");
    if (status.textContent !== words) status.textContent = words;
  }
}

customElements.define("photo-selection", PhotoSelection);
