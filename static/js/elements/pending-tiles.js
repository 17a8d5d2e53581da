import { fetchFragment } from "lib/tiles.js";

const FIRST_WAIT = 1500;
const LONGEST_WAIT = 6000;
const MOST_TILES = 200;

// While photos are being prepared, asks from time to time how far they are, and puts the finished ones in
// their place. Those on pages that were not fetched yet are counted all the same.
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
    if (document.hidden) return this.#plan();
    try {
      const tiles = [...document.querySelectorAll("[data-pending]")];
      const waiting = new Map(tiles.slice(0, MOST_TILES).map((tile) => [address(tile), tile]));
      const names = [...waiting.values()].map((tile) => tile.dataset.pending);
      const fragment = await fetchFragment(`${this.dataset.href}?tiles=${names}`);
      const words = fragment.querySelector("[data-progress]");
      for (const tile of fragment.querySelectorAll(".tile")) {
        put(tile, waiting.get(address(tile)));
        waiting.delete(address(tile));
      }
      if (words) {
        this.querySelector("[data-progress]").replaceWith(words);
      } else {
        // Nothing is being prepared, and these are no tiles any more: the film of a Live Photo joined its still.
        waiting.forEach(drop);
        if (tiles.length <= MOST_TILES) return this.remove();
      }
    } catch {
      // The server may be away for a moment; the next look will tell.
    }
    this.#plan();
  }
}

// As it is written, for a fragment has no address of its own that would complete it.
const address = (tile) => tile.querySelector("a").getAttribute("href");

function put(tile, inPlaceOf) {
  const hadFocus = inPlaceOf?.contains(document.activeElement);
  inPlaceOf?.replaceWith(tile);
  if (hadFocus) tile.querySelector("a").focus();
}

function drop(tile) {
  const day = tile.closest(".day");
  tile.remove();
  if (day && !day.querySelector(".tile")) day.remove();
}

customElements.define("pending-tiles", PendingTiles);
