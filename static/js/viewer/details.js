import { partsOf } from "lib/messages.js";

const MOST_KEPT = 40;
const kept = new Map();

// What a photo's own page says and offers, as parts; asked once for each photo that was looked at.
export async function detailsOf(href) {
  if (!kept.has(href)) kept.set(href, fetched(href).catch(() => kept.delete(href) && null));
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  const html = await kept.get(href);
  if (!html) return null;
  const parts = partsOf(html);
  await wake(parts);
  return parts;
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

// What makes some elements more than HTML is there before anybody can press them.
function wake(parts) {
  const names = ["heart-button", "film-note", "photo-pending"].filter((name) => parts.querySelector(name));
  const needed = names.map((name) => `elements/${name}.js`);
  if (parts.querySelector("[data-menu]")) needed.push("lib/menus.js");
  return Promise.allSettled(needed.map((name) => import(name)));
}
