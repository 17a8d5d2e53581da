const TYPED_IN = "input, select, textarea, video, [contenteditable]";

// Arrow keys and Escape follow the links of the photo page that name them in data-key.
class PhotoKeys extends HTMLElement {
  connectedCallback() {
    addEventListener("keydown", this.#onKey);
  }

  disconnectedCallback() {
    removeEventListener("keydown", this.#onKey);
  }

  #onKey = (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest?.(TYPED_IN) || this.querySelector("[data-menu][open]")) return;
    this.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  };
}

customElements.define("photo-keys", PhotoKeys);
