import { partsOf } from "lib/messages.js";

const MOST_KEPT = 40;
const kept = new Map();

// What a photo's own page says and offers, as parts; asked once for each photo that was looked at.
export async function detailsOf(href) {
  if (!kept.has(href)) kept.set(href, fetched(href).catch(() => kept.delete(href) && null));
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  const html = await kept.get(href);
  return html ? partsOf(html) : null;
}

// A heart, a comment or a menu has changed something: what was kept is no longer so.
export function forget(href) {
  kept.delete(href);
}

async function fetched(href) {
  const address = new URL(href, location.href);
  address.searchParams.set("fragment", "1");
  const response = await fetch(address);
  if (!response.ok) throw new Error(`details: ${response.status}`);
  return response.text();
}

// The elements in fetched parts that are more than HTML.
export function wake(root) {
  for (const name of ["heart-button", "film-note", "photo-pending"]) {
    if (root.querySelector(name)) import(`elements/${name}.js`);
  }
  if (root.querySelector("[data-menu]")) import("lib/menus.js");
}
