const WIDE = matchMedia("(min-width: 54em)");

// The dialog around the pictures: its bar, its panel with the details, and what is shown of a slideshow.
export class Frame {
  constructor() {
    const template = document.querySelector("template[data-viewer]");
    this.dialog = template.content.firstElementChild.cloneNode(true);
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.togglePanel(WIDE.matches && sessionStorage.viewerPanel !== "closed");
  }

  part(name) {
    return this.dialog.querySelector(`[data-${name}]`);
  }

  key(name) {
    return this.dialog.querySelector(`[data-key="${name}"]`);
  }

  get bar() {
    return this.dialog.querySelector(".viewer__top");
  }

  togglePanel(on = this.part("panel").hidden) {
    this.part("panel").hidden = !on;
    this.key("i").setAttribute("aria-expanded", on);
  }

  rememberPanel() {
    sessionStorage.viewerPanel = this.part("panel").hidden ? "closed" : "open";
  }

  setShowing(on) {
    this.dialog.classList.toggle("viewer-over--showing", on);
    this.part("show").hidden = !on;
    (on ? this.part("stop") : this.key("s")).focus();
  }

  arrive(words, isFirst, isLast) {
    this.part("words").textContent = words;
    this.part("caption").textContent = words;
    this.key("ArrowLeft").hidden = isFirst;
    this.key("ArrowRight").hidden = isLast;
  }

  // What the photo's own page offers and says takes its places here.
  adopt(parts) {
    const panel = parts?.querySelector(".viewer__panel");
    this.part("tools").replaceChildren(...(parts?.querySelector(".viewer__tools")?.childNodes ?? []));
    this.part("panel").replaceChildren(...(panel ? [panel] : []));
    this.part("panel").scrollTop = 0;
  }
}
