import PhotoSwipe from "photoswipe";
import { LARGE, fillPage, loadPage, rest, sizePage, slideOf } from "viewer/slide.js";

const PHONE = 860;
const FLUSH = { top: 0, bottom: 0, left: 0, right: 0 };
const OPTIONS = {
  bgOpacity: 1,
  loop: false,
  preload: [1, 2],
  // A picture that grows out of its tile would be there a third of a second later.
  showHideAnimationType: "none",
  clickToCloseNonZoomable: false,
  bgClickAction: false,
  imageClickAction: "zoom",
  // The dialog and its bar do all this.
  ...{ arrowKeys: false, escKey: false, trapFocus: false, returnFocus: false },
  ...{ arrowPrev: false, arrowNext: false, close: false, zoom: false, counter: false },
};

// The pictures of all tiles of the page, in its order, swiped and zoomed by PhotoSwipe.
export class Slides {
  #gallery;

  constructor(link, frame) {
    this.links = [...document.querySelectorAll(".tile__link")];
    const pictures = frame.part("pictures");
    this.#gallery = new PhotoSwipe({
      ...OPTIONS,
      dataSource: this.links.map(slideOf),
      index: this.links.indexOf(link),
      appendToEl: pictures,
      getViewportSizeFn: () => ({ x: pictures.clientWidth, y: pictures.clientHeight }),
      paddingFn: ({ x }) => ({ ...FLUSH, ...(x > PHONE && { top: frame.bar.offsetHeight, bottom: 12 }) }),
    });
    this.#gallery.addFilter("placeholderSrc", (src, content) => content.data.msrc || src);
    this.#gallery.addFilter("isContentZoomable", (zoomable, content) => zoomable && content.type !== "page");
    this.#gallery.addFilter("useContentPlaceholder", (used, content) => used && content.type !== "page");
    this.on("contentLoad", loadPage);
    this.on("contentResize", sizePage);
    this.on("contentDeactivate", ({ content }) => rest(content));
  }

  on(name, act) {
    this.#gallery.on(name, act);
  }

  init() {
    this.#gallery.init();
    // The dialog around it is the dialog.
    this.#gallery.element.removeAttribute("role");
  }

  close() {
    this.#gallery.close();
  }

  get index() {
    return this.#gallery.currIndex;
  }

  get count() {
    return this.links.length;
  }

  get link() {
    return this.links[this.index];
  }

  get words() {
    return this.link.querySelector(".tile__picture")?.alt ?? this.link.textContent.trim();
  }

  get picture() {
    return this.#gallery.currSlide?.content.element;
  }

  get film() {
    return this.picture?.querySelector?.("video");
  }

  get isLoaded() {
    return ["loaded", "error"].includes(this.#gallery.currSlide?.content.state);
  }

  step(by) {
    if (by < 0) this.#gallery.prev();
    else this.#gallery.next();
  }

  goTo(index) {
    this.#gallery.goTo(index);
  }

  fit() {
    this.#gallery.updateSize(true);
  }

  fill(frame) {
    fillPage(this.#gallery.currSlide?.content, frame);
  }

  addNew() {
    const fresh = [...document.querySelectorAll(".tile__link")].slice(this.count);
    this.links.push(...fresh);
    this.#gallery.options.dataSource.push(...fresh.map(slideOf));
  }

  zoom(times) {
    const { currSlide } = this.#gallery;
    if (!currSlide.isZoomable()) return;
    const { initial, max } = currSlide.zoomLevels;
    this.#gallery.zoomTo(Math.min(max, Math.max(initial, currSlide.currZoomLevel * times)), undefined, 120);
  }

  // Zoomed in beyond what the large picture has, the original comes in its place, if a browser can show it.
  sharpen(original) {
    const { content, currZoomLevel, zoomLevels } = this.#gallery.currSlide;
    const image = content.element;
    if (!original || !(image instanceof HTMLImageElement) || image.dataset.original) return;
    if (currZoomLevel <= zoomLevels.initial * 1.05 || Math.max(content.data.w, content.data.h) <= LARGE) return;
    image.dataset.original = "1";
    image.srcset += `, ${original} ${content.data.w}w`;
    image.sizes = `${Math.round(content.data.w * currZoomLevel)}px`;
  }
}
