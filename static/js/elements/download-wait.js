import { fetchFragment } from "lib/tiles.js";
import { Watching } from "lib/watching.js";

// Asks how far the copies of a link are until all are there. Without script a link does the same.
class DownloadWait extends HTMLElement {
  #watching = new Watching(() => this.#look());

  connectedCallback() {
    if (this.#isWaiting) this.#watching.wake();
  }

  disconnectedCallback() {
    this.#watching.stop();
  }

  get #isWaiting() {
    return this.querySelector("[data-waiting]")?.dataset.waiting !== "0";
  }

  async #look() {
    this.replaceChildren(await fetchFragment(this.dataset.href));
    return this.#isWaiting;
  }
}

customElements.define("download-wait", DownloadWait);
