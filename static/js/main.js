// Starts what the page asks for: each custom element on it has a module of the same name.

const NAMES = ["copy-link", "heart-button", "more-photos", "pending-tiles", "photo-keys", "upload-drop"];

for (const name of NAMES) {
  if (document.querySelector(name)) import(`elements/${name}.js`);
}
if (document.querySelector("[data-menu]")) import("lib/menus.js");
