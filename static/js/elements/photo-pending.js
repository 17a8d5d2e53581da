import { partsOf } from "lib/messages.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 6000;

// Stands where a picture will be, asks from time to time whether it has been made, and gives its place to it.
class PhotoPending extends HTMLElement {
  #timer;
  #wait = FIRST_WAIT;

  connectedCallback() {
    this.#plan();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #plan() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), this.#wait);
    this.#wait = Math.min(this.#wait * 1.25, LONGEST_WAIT);
  }

  async #look() {
    if (document.hidden) return this.#plan();
    const address = new URL(this.dataset.href || location.href, location.href);
    address.searchParams.set("fragment", "1");
    try {
      const response = await fetch(address);
      const frame = response.ok && partsOf(await response.text()).querySelector(".viewer__frame");
      if (!this.isConnected) return;
      if (frame && !frame.querySelector("photo-pending")) {
        this.closest(".viewer__unseen").replaceWith(...frame.childNodes);
        return;
      }
    } catch {
      // The server may be away for a moment; the next look will tell.
    }
    this.#plan();
  }
}

customElements.define("photo-pending", PhotoPending);
