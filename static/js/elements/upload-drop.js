import { faultOf, sizeText, totalOf } from "lib/files.js";
import { sentenceIn } from "lib/messages.js";

const PREVIEW_LIMIT = 40e6;

// The upload form with a list of what was chosen, a first check of sizes, and a bar while it is sent.
class UploadDrop extends HTMLElement {
  #files = [];
  #sending = false;

  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=file]");
    this.words = this.querySelector("[data-words]");
    this.input.addEventListener("change", () => this.#choose([...this.input.files]));
    this.form.addEventListener("submit", (event) => this.#submit(event));
    const zone = this.querySelector(".drop");
    for (const name of ["dragover", "dragleave", "drop"]) {
      zone.addEventListener(name, (event) => this.#drag(event, zone));
    }
    addEventListener("beforeunload", this.#warn);
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#warn);
  }

  #warn = (event) => {
    if (this.#sending) event.preventDefault();
  };

  #drag(event, zone) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    zone.toggleAttribute("data-over", event.type === "dragover");
    if (event.type === "drop") this.#choose([...this.#files, ...event.dataTransfer.files]);
  }

  // The input keeps only what will be sent, so that the form is right without the rest of this, too.
  #choose(files) {
    const list = this.querySelector("[data-queue]");
    list.replaceChildren(...files.map((file) => this.#row(file)));
    list.hidden = files.length === 0;
    this.#files = files.filter((file) => !this.#fault(file));
    const kept = new DataTransfer();
    for (const file of this.#files) kept.items.add(file);
    this.input.files = kept.files;
    const tooMuch = totalOf(this.#files) > Number(this.dataset.maxForm || Infinity);
    this.words.textContent = tooMuch ? this.dataset.tooMuch : "";
    this.#submitButton.disabled = tooMuch;
  }

  #fault(file) {
    return faultOf(file.size, Number(this.dataset.maxFile));
  }

  #row(file) {
    const row = this.querySelector("[data-row]").content.firstElementChild.cloneNode(true);
    const fault = this.#fault(file);
    row.querySelector("[data-name]").textContent = file.name;
    const words = fault ? this.dataset[fault] : sizeText(file.size, document.documentElement.lang);
    row.querySelector("[data-facts]").textContent = words;
    row.toggleAttribute("data-refused", Boolean(fault));
    if (!fault && file.type.startsWith("image/") && file.size < PREVIEW_LIMIT) this.#preview(file, row);
    return row;
  }

  #preview(file, row) {
    const picture = new Image();
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.onload = () => URL.revokeObjectURL(picture.src);
    picture.onerror = () => picture.remove();
    row.querySelector(".queue__picture").prepend(picture);
  }

  #submit(event) {
    if (this.#sending) return event.preventDefault();
    if (!this.#files.length) return; // The browser or the server says what is missing.
    event.preventDefault();
    const request = new XMLHttpRequest();
    const bar = this.querySelector("[data-progress]");
    request.upload.onprogress = ({ loaded, total }) => {
      bar.value = Math.floor((100 * loaded) / total);
      const sent = loaded === total ? this.dataset.checking : this.dataset.sending;
      const words = sent.replace("{percent}", Math.floor(bar.value / 10) * 10);
      if (words !== this.words.textContent) this.words.textContent = words;
    };
    request.onload = () => this.#answered(request);
    request.onerror = () => this.#stop(this.dataset.failed);
    request.open("POST", this.form.action);
    request.send(new FormData(this.form));
    this.#busy(true);
  }

  #answered(request) {
    const refused = request.getResponseHeader("Content-Location"); // Nothing was kept; its receipt says why.
    const moved = request.status < 300 && request.responseURL !== this.form.action;
    if (refused || moved) {
      this.#sending = false;
      return location.assign(refused ?? request.responseURL);
    }
    const type = request.getResponseHeader("Content-Type") ?? "";
    this.#stop(sentenceIn(request.responseText, type) || this.dataset.failed);
  }

  #stop(words) {
    this.#busy(false);
    this.words.textContent = words;
  }

  #busy(sending) {
    this.#sending = sending;
    this.querySelector("[data-progress]").hidden = !sending;
    this.#submitButton.disabled = sending;
  }

  get #submitButton() {
    return this.form.querySelector("[type=submit]");
  }
}

customElements.define("upload-drop", UploadDrop);
