// Who hears of the files is there before the first of them comes.
import "elements/upload-queue.js";
import "elements/upload-total.js";
import { faultOf } from "lib/files.js";
import { filesOfFolder, walk } from "lib/walk.js";

const WAYS = {
  folder: { webkitdirectory: true },
  camera: { accept: "image/*", capture: "environment" },
};

// The upload form, made comfortable: gathers files that are dropped, pasted or chosen, folders too, checks what
// can be known here, and hands them to the <upload-queue> inside. Without script the form posts as it is.
class UploadDrop extends HTMLElement {
  #form;
  #limits;
  #hasBegun = false;
  #chooser; // Held fast until it has been answered.

  connectedCallback() {
    const { largest, endings } = this.dataset;
    this.#limits = { largest: Number(largest), endings: new Set(endings.split(" ")) };
    this.#form = this.querySelector("form");
    this.#form.addEventListener("submit", this.#onSubmit);
    this.addEventListener("change", this.#onChoose);
    this.addEventListener("click", this.#onClick);
    this.addEventListener("upload-state", this.#onState);
    this.addEventListener("upload-refused", this.#onRefused);
    for (const name of ["dragover", "dragleave", "drop"]) addEventListener(name, this.#onDrag);
    addEventListener("paste", this.#onPaste);
    this.toggleAttribute("data-ready", true);
    for (const part of this.querySelectorAll("[data-scripted]")) part.hidden = false;
    // Who was faster than this script has chosen already.
    if (this.#input.files.length) this.#onChoose({ target: this.#input });
  }

  disconnectedCallback() {
    this.#form.removeEventListener("submit", this.#onSubmit);
    this.removeEventListener("change", this.#onChoose);
    this.removeEventListener("click", this.#onClick);
    this.removeEventListener("upload-state", this.#onState);
    this.removeEventListener("upload-refused", this.#onRefused);
    for (const name of ["dragover", "dragleave", "drop"]) removeEventListener(name, this.#onDrag);
    removeEventListener("paste", this.#onPaste);
  }

  #onChoose = ({ target }) => {
    if (target.type !== "file") return;
    const found = target.webkitdirectory ? filesOfFolder(target.files) : plain(target.files);
    target.value = ""; // What is chosen twice in a row is to be heard of twice.
    this.#take(found);
  };

  #onPaste = ({ clipboardData, target }) => {
    if (clipboardData?.files.length && !target.closest?.("input[type=text]")) this.#take(plain(clipboardData.files));
  };

  // Whatever misses the zone is meant for it all the same: the browser would leave the page for the file.
  #onDrag = async (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.querySelector(".drop").toggleAttribute("data-over", event.type === "dragover");
    if (event.type !== "drop") return;
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return this.#take(plain(event.dataTransfer.files));
    const found = [];
    try {
      for (const entry of entries) for await (const each of walk(entry)) found.push(each);
    } catch {
      this.#tell("upload-refused", this.dataset.unreadable);
    }
    this.#take(found);
  };

  #take(found) {
    const files = found.map(({ file, path }) => ({ file, path, reason: faultOf(file, this.#limits) }));
    this.#tell("upload-files", files);
    if (files.some(({ reason }) => !reason)) this.#input.required = false;
    const folder = found.find(({ path }) => path.includes("/"))?.path.split("/")[0];
    const isDecided = this.#hasBegun || this.#field("album").value || this.#field("new_album").value;
    if (folder && !isDecided) this.#offer(folder);
  }

  #offer(folder) {
    const offer = this.querySelector("[data-offer]");
    offer.hidden = false;
    offer.querySelector("p").textContent = this.dataset.offer.replace("{folder}", folder);
    offer.querySelector("button").value = folder;
    this.#tell("upload-said", offer.textContent);
  }

  #onClick = ({ target }) => {
    const button = target.closest("button[name=open], button[name=accept]");
    if (button?.name === "open") this.#open(WAYS[button.value]);
    if (button?.name !== "accept") return;
    const field = this.#field("new_album");
    field.value = button.value;
    button.closest("[data-offer]").hidden = true;
    field.focus();
  };

  // Another way of choosing: a folder, or the camera.
  #open(way) {
    this.#chooser = Object.assign(document.createElement("input"), { type: "file", ...way });
    this.#chooser.addEventListener("change", this.#onChoose);
    this.#chooser.click();
  }

  #onSubmit = (event) => {
    event.preventDefault();
    if (this.#hasBegun) return;
    this.#begin(true);
    const [album, newAlbum] = ["album", "new_album"].map((name) => this.#field(name).value.trim());
    this.#tell("upload-start", { album, newAlbum });
  };

  #onRefused = () => this.#begin(false);

  #onState = ({ detail: { drop, totals } }) => {
    const sendable = totals.all - totals.refused;
    this.#input.required = sendable === 0;
    this.querySelector("[type=submit]").hidden = drop !== null;
  };

  // From the start on the album stands.
  #begin(hasBegun) {
    this.#hasBegun = hasBegun;
    for (const name of ["album", "new_album"]) this.#field(name).disabled = hasBegun;
    this.querySelector("[type=submit]").disabled = hasBegun;
    if (hasBegun) this.querySelector("[data-offer]").hidden = true;
  }

  get #input() {
    return this.querySelector(".drop__input");
  }

  #field(name) {
    return this.#form.elements[name];
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const plain = (files) => [...files].map((file) => ({ file, path: file.name }));

customElements.define("upload-drop", UploadDrop);
