// A copy button beside a link's address; without script the address can still be selected by hand.
class CopyLink extends HTMLElement {
  connectedCallback() {
    this.#button.hidden = false;
    this.addEventListener("click", this.#onClick);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#onClick);
  }

  get #button() {
    return this.querySelector("button");
  }

  #onClick = async (event) => {
    const field = this.querySelector("input");
    if (event.target === field) field.select();
    if (!event.target.closest("button")) return;
    const words = this.#button.querySelector("[role=status]");
    try {
      // Browsers lend the clipboard to https pages only.
      await navigator.clipboard.writeText(field.value);
      words.textContent = this.dataset.done;
    } catch {
      field.select();
      words.textContent = document.execCommand("copy") ? this.dataset.done : this.dataset.failed;
    }
  };
}

customElements.define("copy-link", CopyLink);
