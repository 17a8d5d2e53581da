import { meantBy } from "lib/keys.js";
import { detailsOf, forget, wake } from "viewer/details.js";
import * as address from "viewer/history.js";
import { Live } from "viewer/live.js";
import { Slideshow } from "viewer/slideshow.js";
import { fillPage, makeSlides, sharpen, slideOf } from "viewer/slides.js";

const WIDE = matchMedia("(min-width: 54em)");
const NEAR_END = 6;
const sheet = addSheet();
let current = null;

export async function open(link, { show = false } = {}) {
  if (current) return;
  await sheet;
  const first = link.matches(".tile__link") ? link : document.querySelector(".tile__link");
  if (!first) return location.assign(link.href);
  address.enter(first.href);
  current = new Viewer(first);
  if (show) current.show.start();
}

// Called when the browser went back or forward.
export function followHistory() {
  if (!history.state?.viewer) return current?.close();
  const link = [...document.querySelectorAll(".tile__link")].find((each) => each.href === location.href);
  if (!link) return location.reload();
  if (!current) current = new Viewer(link);
}

class Viewer {
  #dialog;
  #gallery;
  #links;
  #live;
  #original;
  #closing = false;

  constructor(link) {
    this.#links = [...document.querySelectorAll(".tile__link")];
    const template = document.querySelector("template[data-viewer]");
    this.#dialog = template.content.firstElementChild.cloneNode(true);
    document.body.append(this.#dialog);
    this.#dialog.addEventListener("keydown", this.#onKey);
    this.#dialog.addEventListener("click", this.#onClick);
    this.#dialog.addEventListener("cancel", this.#onCancel);
    this.#dialog.addEventListener("close", (event) => event.target === this.#dialog && this.close());
    this.#dialog.addEventListener("hearts", this.#onHearts);
    document.addEventListener("photos-added", this.#onMore);
    addEventListener("resize", this.#onResize);
    this.#dialog.showModal();
    this.#showPanel(WIDE.matches && sessionStorage.viewerPanel !== "closed");
    this.#gallery = makeSlides(this.#links, this.#links.indexOf(link), this.#part("pictures"), this.#bar);
    this.#gallery.on("change", () => this.#arrive());
    this.#gallery.on("zoomPanUpdate", () => sharpen(this.#gallery, this.#original));
    this.#gallery.on("close", () => this.close());
    this.#gallery.on("destroy", () => this.#remove());
    this.#live = new Live(this.#part("live"), this.#part("pictures"), this.#gallery);
    this.show = new Slideshow(this);
    this.#gallery.init();
    this.#arrive();
  }

  close() {
    if (this.#closing) return;
    this.#closing = true;
    this.show.stop();
    this.#live.stop();
    document.removeEventListener("photos-added", this.#onMore);
    removeEventListener("resize", this.#onResize);
    current = null;
    address.leave();
    this.#link.scrollIntoView({ block: "nearest" });
    this.#gallery.close();
  }

  get stage() {
    return this.#part("stage");
  }

  get showParts() {
    return { bar: this.#part("show"), shuffle: this.#part("shuffle"), stop: this.#part("stop") };
  }

  get index() {
    return this.#gallery.currIndex;
  }

  get count() {
    return this.#links.length;
  }

  get film() {
    return this.#gallery.currSlide?.content.element?.querySelector?.("video");
  }

  get isLoaded() {
    const state = this.#gallery.currSlide?.content.state;
    return state === "loaded" || state === "error";
  }

  goTo(index) {
    this.#gallery.goTo(index);
  }

  setShowing(on) {
    this.#dialog.classList.toggle("viewer-over--showing", on);
    this.#part("show").hidden = !on;
    this.#gallery.updateSize(true);
    if (on) this.#part("stop").focus();
    else this.#dialog.querySelector('[data-key="s"]').focus();
  }

  get #link() {
    return this.#links[this.index];
  }

  get #bar() {
    return this.#dialog.querySelector(".viewer__top");
  }

  #part(name) {
    return this.#dialog.querySelector(`[data-${name}]`);
  }

  // A photo has come into view: its address, its words, its neighbours, and a little later its details.
  async #arrive() {
    const link = this.#link;
    const words = link.querySelector(".tile__picture")?.alt ?? link.textContent.trim();
    address.move(link.href, words);
    this.#part("words").textContent = words;
    this.#part("caption").textContent = words;
    this.#key("ArrowLeft").hidden = this.index === 0;
    this.#key("ArrowRight").hidden = this.index === this.count - 1;
    this.#original = null;
    this.#live.show(null);
    this.show.restart();
    if (this.index >= this.count - NEAR_END) document.dispatchEvent(new CustomEvent("photos-wanted"));
    const parts = await detailsOf(link.href);
    if (this.#link !== link || this.#closing) return;
    this.#adopt(parts);
    const next = this.#links[this.index + 1];
    if (next) detailsOf(next.href);
  }

  #adopt(parts) {
    const panel = parts?.querySelector(".viewer__panel");
    const frame = parts?.querySelector(".viewer__frame");
    this.#original = frame?.querySelector("[data-zoom]")?.dataset.zoom;
    this.#live.show(panel?.querySelector(".viewer__film source")?.getAttribute("src"));
    this.#part("tools").replaceChildren(...(parts?.querySelector(".viewer__tools")?.childNodes ?? []));
    this.#part("panel").replaceChildren(...(panel ? [panel] : []));
    this.#part("panel").scrollTop = 0;
    fillPage(this.#gallery.currSlide.content, frame);
    wake(this.#dialog);
    if (this.show.running && this.film) {
      this.film.muted = true;
      this.film.play().catch(() => {});
    }
  }

  #key(name) {
    return this.#dialog.querySelector(`[data-key="${name}"]`);
  }

  #onKey = (event) => {
    if (this.show.running) {
      event.preventDefault();
      return this.show.stop();
    }
    if (event.target.closest("[data-keys]")) return;
    if (event.shiftKey && event.key === "S") return this.show.start(true);
    if (["+", "-", "="].includes(event.key)) return this.#zoom(event.key === "-" ? 1 / 1.6 : 1.6);
    // Escape comes as "cancel" as well, and there it is told apart from one that closes a menu.
    if (event.key !== "Escape" && (!event.shiftKey || event.key === "?")) meantBy(event, this.#dialog)?.click();
  };

  #zoom(times) {
    const { currSlide } = this.#gallery;
    if (!currSlide.isZoomable()) return;
    const { initial, max } = currSlide.zoomLevels;
    this.#gallery.zoomTo(Math.min(max, Math.max(initial, currSlide.currZoomLevel * times)), undefined, 120);
  }

  #onClick = (event) => {
    const key = event.target.closest("button[data-key]")?.dataset.key;
    if (key === "Escape") this.close();
    if (key === "ArrowLeft") this.#gallery.prev();
    if (key === "ArrowRight") this.#gallery.next();
    if (key === "s") this.show.start();
    if (key === "?") this.#part("keys").showModal();
    if (key === "i") {
      const opens = this.#part("panel").hidden;
      sessionStorage.viewerPanel = opens ? "open" : "closed";
      this.#showPanel(opens);
    }
  };

  #onCancel = (event) => {
    if (event.target !== this.#dialog) return;
    event.preventDefault();
    this.close();
  };

  #showPanel(on) {
    this.#part("panel").hidden = !on;
    this.#key("i").setAttribute("aria-expanded", on);
    this.#gallery?.updateSize(true);
  }

  #onResize = () => this.#gallery.updateSize(true);

  #onHearts = () => forget(this.#link.href);

  // The grid has more photos now; the slides go on with them.
  #onMore = () => {
    const fresh = [...document.querySelectorAll(".tile__link")].slice(this.#links.length);
    this.#links.push(...fresh);
    this.#gallery.options.dataSource.push(...fresh.map(slideOf));
    this.#key("ArrowRight").hidden = this.index === this.count - 1;
  };

  #remove() {
    const link = this.#link ?? this.#links[0];
    this.#dialog.remove();
    address.left();
    link.scrollIntoView({ block: "nearest" });
    link.focus({ preventScroll: true });
  }
}

// Only now, so that the first view of a page does not pay for it.
function addSheet() {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href: import.meta.resolve("css/viewer.css") });
  const loaded = new Promise((resolve) => {
    link.onload = resolve;
    link.onerror = resolve;
  });
  document.head.append(link);
  return loaded;
}
