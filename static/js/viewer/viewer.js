import { meantBy } from "lib/keys.js";
import { detailsOf, forget } from "viewer/details.js";
import { Frame } from "viewer/frame.js";
import * as address from "viewer/history.js";
import { Live } from "viewer/live.js";
import { sheet } from "viewer/sheet.js";
import { Slideshow } from "viewer/slideshow.js";
import { Slides } from "viewer/slides.js";

const NEAR_END = 6;
const ZOOM_STEP = 1.6;
let current = null;

export async function open(link, { show = false } = {}) {
  await sheet;
  const first = link.matches(".tile__link") ? link : document.querySelector(".tile__link");
  if (current || !first) return;
  address.enter(first.href);
  current = new Viewer(first);
  if (show) current.show.start();
}

// Called when the browser went back or forward.
export async function followHistory() {
  if (!history.state?.viewer) return current?.close();
  const link = [...document.querySelectorAll(".tile__link")].find((each) => each.href === location.href);
  if (!link) return location.reload();
  await sheet;
  current ??= new Viewer(link);
}

class Viewer {
  #frame = new Frame();
  #slides;
  #live;
  #original;
  #closing = false;

  constructor(link) {
    const { dialog } = this.#frame;
    dialog.addEventListener("keydown", this.#onKey);
    dialog.addEventListener("click", this.#onClick);
    dialog.addEventListener("cancel", this.#onCancel);
    dialog.addEventListener("close", (event) => event.target === dialog && this.close());
    dialog.addEventListener("hearts", () => forget(this.#slides.link.href));
    document.addEventListener("photos-added", this.#onMore);
    addEventListener("resize", this.#onResize);
    this.#slides = new Slides(link, this.#frame);
    this.#slides.on("change", () => this.#arrive());
    this.#slides.on("zoomPanUpdate", () => this.#slides.sharpen(this.#original));
    this.#slides.on("close", () => this.close());
    this.#slides.on("destroy", () => this.#remove());
    this.#live = new Live(this.#frame.part("live"), this.#frame.part("pictures"), this.#slides);
    this.show = new Slideshow(this.#frame, this.#slides);
    this.#slides.init();
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
    this.#slides.link.scrollIntoView({ block: "nearest" });
    this.#slides.close();
  }

  // A photo has come into view: its address, its words, its neighbours, and a little later its details.
  async #arrive() {
    const { link, words, index, count } = this.#slides;
    address.move(link.href, words);
    this.#frame.arrive(words, index === 0, index === count - 1);
    this.#original = null;
    this.#live.show(null);
    this.show.restart();
    if (index >= count - NEAR_END) document.dispatchEvent(new CustomEvent("photos-wanted"));
    const parts = await detailsOf(link.href);
    if (this.#slides.link !== link || this.#closing) return;
    this.#adopt(parts);
    const next = this.#slides.links[index + 1];
    if (next) detailsOf(next.href);
  }

  #adopt(parts) {
    const frame = parts?.querySelector(".viewer__frame");
    this.#original = frame?.querySelector("[data-zoom]")?.dataset.zoom;
    this.#live.show(parts?.querySelector(".viewer__film source")?.getAttribute("src"));
    this.#frame.adopt(parts);
    this.#slides.fill(frame);
    this.show.playFilm();
  }

  #onKey = (event) => {
    if (this.show.running) {
      event.preventDefault();
      return this.show.stop();
    }
    if (event.target.closest("[data-keys]")) return;
    if (event.shiftKey && event.key === "S") return this.show.start(true);
    if (event.key === "+" || event.key === "=") return this.#slides.zoom(ZOOM_STEP);
    if (event.key === "-") return this.#slides.zoom(1 / ZOOM_STEP);
    // Escape comes as "cancel" as well, and there it is told apart from one that closes a menu.
    if (event.key !== "Escape" && (!event.shiftKey || event.key === "?")) {
      meantBy(event, this.#frame.dialog)?.click();
    }
  };

  #onClick = (event) => {
    const key = event.target.closest("button[data-key]")?.dataset.key;
    if (key === "Escape") this.close();
    if (key === "ArrowLeft") this.#slides.step(-1);
    if (key === "ArrowRight") this.#slides.step(1);
    if (key === "s") this.show.start();
    if (key === "?") this.#frame.part("keys").showModal();
    if (key !== "i") return;
    this.#frame.togglePanel();
    this.#frame.rememberPanel();
    this.#slides.fit();
  };

  #onCancel = (event) => {
    if (event.target !== this.#frame.dialog) return;
    event.preventDefault();
    this.close();
  };

  #onResize = () => this.#slides.fit();

  // The grid has more photos now; the slides go on with them.
  #onMore = () => {
    this.#slides.addNew();
    this.#frame.key("ArrowRight").hidden = this.#slides.index === this.#slides.count - 1;
  };

  #remove() {
    const { link } = this.#slides;
    this.#frame.dialog.remove();
    address.left();
    link.scrollIntoView({ block: "nearest" });
    link.focus({ preventScroll: true });
  }
}
