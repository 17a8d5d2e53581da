import { say } from "lib/messages.js";

// Moving photos by drag, or by the arrow keys on a photo's buttons. What the buttons do without script is
// done here without leaving the page.
class PhotoOrder extends HTMLElement {
  #dragged = null;

  connectedCallback() {
    for (const item of this.#items) item.draggable = true;
    for (const [name, act] of this.#ears) this.addEventListener(name, act);
  }

  disconnectedCallback() {
    for (const [name, act] of this.#ears) this.removeEventListener(name, act);
  }

  get #ears() {
    return [
      ["dragstart", this.#onStart],
      ["dragover", this.#onOver],
      ["dragend", this.#onEnd],
      ["drop", this.#onDrop],
      ["submit", this.#onSubmit],
      ["keydown", this.#onKey],
    ];
  }

  get #items() {
    return [...this.querySelectorAll("[data-photo]")];
  }

  #onStart = (event) => {
    this.#dragged = event.target.closest("[data-photo]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    this.#dragged.dataset.dragged = "";
  };

  #onOver = (event) => {
    const over = event.target.closest("[data-photo]");
    if (!this.#dragged || !over) return;
    event.preventDefault();
    for (const item of this.#items) delete item.dataset.drop;
    if (over !== this.#dragged) over.dataset.drop = isBehind(event, over) ? "behind" : "before";
  };

  #onEnd = () => {
    for (const item of this.#items) {
      delete item.dataset.drop;
      delete item.dataset.dragged;
    }
    this.#dragged = null;
  };

  #onDrop = (event) => {
    const over = event.target.closest("[data-photo]");
    const moved = this.#dragged;
    event.preventDefault();
    if (moved && over && over !== moved) this.#move(moved, over, isBehind(event, over));
    this.#onEnd();
  };

  #onSubmit = (event) => {
    const way = event.submitter?.value;
    if (event.submitter?.name === "way" && this.#step(event.target.closest("[data-photo]"), way === "later")) {
      event.preventDefault();
    }
  };

  #onKey = (event) => {
    const item = event.target.closest("[data-photo]");
    const later = { ArrowLeft: false, ArrowUp: false, ArrowRight: true, ArrowDown: true }[event.key];
    if (!item || later === undefined || event.target.matches("input")) return;
    event.preventDefault();
    this.#step(item, later);
  };

  // One place on; at the ends of this page of the order, the server knows what lies beyond.
  #step(item, later) {
    const other = later ? item.nextElementSibling : item.previousElementSibling;
    if (!other) return false;
    this.#move(item, other, later);
    return true;
  }

  async #move(item, neighbour, behind) {
    const focused = item.contains(document.activeElement) ? document.activeElement : null;
    const home = item.nextElementSibling;
    neighbour[behind ? "after" : "before"](item);
    focused?.focus();
    item.scrollIntoView({ block: "nearest" });
    const wish = new FormData(item.querySelector("form"));
    wish.set(behind ? "behind" : "before", neighbour.dataset.photo);
    try {
      const answer = await fetch(item.dataset.href, { method: "POST", body: wish, redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw new Error(answer.status);
      const byHand = document.querySelector('input[name="order"][value="hand"]');
      if (byHand) byHand.checked = true;
      this.querySelector("[data-said]").textContent = this.dataset.moved;
    } catch {
      if (home) home.before(item);
      else item.parentElement.append(item);
      say(this.dataset.failed);
    }
  }
}

function isBehind(event, item) {
  const { left, width } = item.getBoundingClientRect();
  return (event.clientX > left + width / 2) === (getComputedStyle(item).direction === "ltr");
}

customElements.define("photo-order", PhotoOrder);
