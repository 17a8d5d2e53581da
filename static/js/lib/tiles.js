import { partsOf } from "lib/messages.js";

// A fragment may not carry style attributes: its tiles hold shape and colour as data, set here.

export function dressTiles(root) {
  for (const tile of root.querySelectorAll("[data-ar]")) {
    const { ar, tint, placeholder } = tile.dataset;
    tile.style.setProperty("--ar", ar);
    if (tint) tile.style.setProperty("--tint", tint);
    if (placeholder) tile.style.setProperty("--placeholder", `url(${placeholder})`);
  }
}

// The tiles of a day that the page already began; the rest of the fragment stays as it is.
export function joinDays(lastDay, fragment) {
  const first = fragment.querySelector(".day");
  if (!lastDay || !first || !first.dataset.day || lastDay.dataset.day !== first.dataset.day) return;
  lastDay.querySelector(".photo-grid").append(...first.querySelectorAll(".tile"));
  first.remove();
}

export async function fetchFragment(href, kind = "1") {
  const address = new URL(href, location.href);
  address.searchParams.set("fragment", kind);
  const response = await fetch(address);
  if (!response.ok || response.redirected) throw new Error(`fragment: ${response.status}`);
  const fragment = partsOf(await response.text());
  dressTiles(fragment);
  return fragment;
}
