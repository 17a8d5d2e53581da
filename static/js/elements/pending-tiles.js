import { fetchFragment } from "lib/tiles.js";

const FIRST_WAIT = 1500;
const LONGEST_WAIT = 6000;

// While photos are being prepared, looks again from time to time and puts the finished ones in their place.
class PendingTiles extends HTMLElement {
  #timer;
  #wait = FIRST_WAIT;

  connectedCallback() {
    this.#plan();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #plan() {
    this.#timer = setTimeout(() => this.#look(), this.#wait);
    this.#wait = Math.min(this.#wait * 1.25, LONGEST_WAIT);
  }

  async #look() {
    const waiting = [...document.querySelectorAll("[data-pending]")];
    if (document.hidden || !waiting.length) return waiting.length ? this.#plan() : this.remove();
    try {
      const fragment = await fetchFragment(location.href);
      const fresh = new Map([...fragment.querySelectorAll(".tile")].map((tile) => [address(tile), tile]));
      for (const tile of waiting) {
        const found = fresh.get(address(tile));
        if (found && !found.dataset.pending && !tile.contains(document.activeElement)) tile.replaceWith(found);
      }
    } catch {
      // The server may be away for a moment; the next look will tell.
    }
    this.#plan();
  }
}

const address = (tile) => tile.querySelector("a").pathname;

customElements.define("pending-tiles", PendingTiles);
