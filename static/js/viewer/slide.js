export const LARGE = 2048;
const MIDDLE = 1024;

// The pictures of a grid as PhotoSwipe wants them. All addresses stand in the tile already.
export function slideOf(link) {
  const picture = link.querySelector(".tile__picture");
  const isFilm = link.hasAttribute("data-video");
  if (!picture) return { element: link, type: "page", w: 1600, h: 1200 };
  const [w, h] = [Number(picture.getAttribute("width")), Number(picture.getAttribute("height"))];
  const folder = picture.getAttribute("src").replace(/[^/]*$/, "");
  const widthIn = (box) => Math.round(w * Math.min(1, box / Math.max(w, h)));
  const slide = {
    element: link,
    alt: picture.alt,
    msrc: picture.currentSrc || picture.src,
    src: `${folder}large.jpg`,
    srcset: `${folder}middle.jpg ${widthIn(MIDDLE)}w, ${folder}large.jpg ${widthIn(LARGE)}w`,
    w,
    h,
  };
  if (!isFilm) return slide;
  const larger = 4096 / Math.max(w, h);
  return { ...slide, type: "page", w: w * larger, h: h * larger };
}

// A film, or what cannot be shown: its still for now, and what the photo's own page shows in its frame later.
export function loadPage(event) {
  const { content } = event;
  if (content.type !== "page") return;
  event.preventDefault();
  const frame = document.createElement("div");
  frame.className = "viewer-over__film";
  frame.append(stillOf(content.data));
  content.element = frame;
  content.onLoaded();
}

function stillOf({ src, alt = "" }) {
  const still = new Image();
  still.className = "viewer__picture";
  still.alt = alt;
  if (src) still.src = src;
  else still.hidden = true;
  return still;
}

export function sizePage(event) {
  if (event.content.type !== "page") return;
  event.preventDefault();
  Object.assign(event.content.element.style, { width: `${event.width}px`, height: `${event.height}px` });
}

// Only what is looked at has a player: so no player that cannot be seen can be reached, or plays on.
export function rest(content) {
  if (content.type === "page" && content.element) content.element.replaceChildren(stillOf(content.data));
}

export function fillPage(content, frame) {
  if (content?.type !== "page" || !content.element || !frame) return;
  if (frame.querySelector("video, film-note, .viewer__unseen")) content.element.replaceChildren(...frame.childNodes);
}
