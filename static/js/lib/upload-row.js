// One file in the list of the upload page: its picture, its bar, its words and its buttons.

const LARGEST_PREVIEW = 40e6;
const RUNNING = ["sending", "checking", "lost", "full"];

export class UploadRow {
  #item;
  #bar;
  #facts;
  #picture;
  #address = "";

  constructor(template, item) {
    this.#item = item;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.dataset.item = item.id;
    this.element.querySelector("[data-name]").textContent = item.name;
    for (const text of this.element.querySelectorAll(".button__text")) {
      text.textContent = text.textContent.replace("{name}", item.name);
    }
    this.#bar = this.element.querySelector("progress");
    this.#bar.setAttribute("aria-label", item.name);
    this.#facts = this.element.querySelector("[data-facts]");
    this.#picture = this.element.querySelector(".queue__picture");
  }

  get item() {
    return this.#item;
  }

  show(words) {
    const { state, sent, size, line } = this.#item;
    this.element.dataset.state = state;
    this.#bar.hidden = !["safe", "paused", ...RUNNING].includes(state);
    this.#bar.value = state === "safe" ? 1 : sent / (size || 1);
    if (this.#facts.textContent !== words) this.#facts.textContent = words;
    if (line?.href) this.#link(line.href);
    this.#offer({
      pause: RUNNING.includes(state),
      resume: state === "paused",
      retry: state === "failed" || (state === "safe" && line?.state === "failed"),
      remove: state !== "safe",
    });
    if (line?.thumb) this.#draw(line.thumb);
  }

  // Only pictures in sight cost memory: those out of it are given back.
  see(isSeen) {
    const { file, size } = this.#item;
    if (this.#address && !this.#address.startsWith("blob:")) return;
    if (!isSeen) this.#draw("");
    else if (!this.#address && file.type.startsWith("image/") && size < LARGEST_PREVIEW) {
      this.#draw(URL.createObjectURL(file));
    }
  }

  remove() {
    this.#draw("");
    this.element.remove();
  }

  // A button that had the focus and goes hands it to what is left in the row.
  #offer(buttons) {
    const focused = document.activeElement;
    for (const [name, isOffered] of Object.entries(buttons)) {
      const button = this.element.querySelector(`[name=${name}]`);
      if (button.hidden === isOffered) button.hidden = !isOffered;
    }
    if (focused.hidden && this.element.contains(focused)) {
      this.element.querySelector("button:not([hidden]), a")?.focus();
    }
  }

  #link(href) {
    const name = this.element.querySelector("[data-name]");
    if (name.firstElementChild) return;
    const link = document.createElement("a");
    Object.assign(link, { href, target: "_blank", textContent: this.#item.name });
    name.replaceChildren(link);
  }

  #draw(address) {
    if (address === this.#address) return;
    if (this.#address.startsWith("blob:")) URL.revokeObjectURL(this.#address);
    this.#address = address;
    this.#picture.querySelector("img")?.remove();
    if (!address) return;
    const picture = new Image();
    Object.assign(picture, { alt: "", decoding: "async", loading: "lazy", src: address });
    // What this browser cannot show (HEIC, RAW) keeps its icon until the site has made a picture.
    picture.onerror = () => picture.remove();
    this.#picture.append(picture);
  }
}
