// While a viewer is open the address is that of the photo; Back closes it, and the grid is as it was.

let before = null;

export function enter(href) {
  before = { title: document.title, scrolling: history.scrollRestoration };
  // The grid scrolls to the photo that was looked at last, not to where it stood.
  history.scrollRestoration = "manual";
  history.pushState({ viewer: true }, "", href);
}

export function move(href, title) {
  if (location.href !== href) history.replaceState({ viewer: true }, "", href);
  if (title) document.title = title;
}

// Go back to the grid's own entry, unless the browser is there already.
export function leave() {
  if (before) document.title = before.title;
  if (history.state?.viewer) history.back();
}

export function left() {
  if (before) history.scrollRestoration = before.scrolling;
  before = null;
}
