import { meantBy } from "lib/keys.js";

// On the page of a photo: arrows, Escape and letters do what the links and buttons do that name them.
class PhotoKeys extends HTMLElement {
  connectedCallback() {
    addEventListener("keydown", this.#onKey);
  }

  disconnectedCallback() {
    removeEventListener("keydown", this.#onKey);
  }

  #onKey = (event) => {
    if (!event.shiftKey) meantBy(event, this)?.click();
  };
}

customElements.define("photo-keys", PhotoKeys);
