// Starts what the page asks for: each custom element on it has a module of the same name.

const NAMES = [
  "copy-link",
  "crop-frame",
  "download-wait",
  "film-note",
  "heart-button",
  "hover-preview",
  "month-scrubber",
  "more-photos",
  "passkey-button",
  "pending-tiles",
  "photo-keys",
  "photo-order",
  "photo-pending",
  "photo-selection",
  "upload-drop",
  "upload-queue",
  "upload-total",
];

for (const name of NAMES) {
  if (document.querySelector(name)) import(`elements/${name}.js`);
}
// Its first tile may be on a later page of photos.
if (document.querySelector("more-photos, pending-tiles")) import("elements/hover-preview.js");
if (document.querySelector("template[data-viewer]")) import("lib/viewer-door.js");
if (document.querySelector("[data-menu]")) import("lib/menus.js");
