// Where in a long grid somebody is. The address names the page of photos that is being looked at, and the entry
// in the history the photo and how far from the top it stands: so Back and reload return to just there.

const WAIT = 150;

export function keepPlace(grid) {
  const start = location.href;
  let timer;
  const note = () => {
    // The viewer has an address and an entry of its own.
    if (history.state?.viewer || document.querySelector("dialog[open]")) return;
    const tile = topTile(grid);
    if (!tile) return;
    const place = { photo: nameOf(tile), top: Math.round(tile.getBoundingClientRect().top) };
    history.replaceState({ place }, "", scrollY > 0 ? pageOf(grid, tile, start) : start);
  };
  const onScroll = () => {
    clearTimeout(timer);
    timer = setTimeout(note, WAIT);
  };
  addEventListener("scroll", onScroll, { passive: true });
  addEventListener("pagehide", note);
  return () => {
    clearTimeout(timer);
    removeEventListener("scroll", onScroll);
    removeEventListener("pagehide", note);
  };
}

// A page kept by the browser needs none of this; one that was made anew begins where the address says.
export function restorePlace(grid) {
  const place = history.state?.place;
  if (!place) return;
  const link = [...grid.querySelectorAll(".tile__link")].find((each) => each.getAttribute("href") === place.photo);
  if (!link) return;
  history.scrollRestoration = "manual";
  scrollBy({ top: link.closest(".tile").getBoundingClientRect().top - place.top, behavior: "instant" });
}

const nameOf = (tile) => tile.querySelector(".tile__link").getAttribute("href");

// Tiles stand in reading order, so the first that reaches below the top is found by halving.
function topTile(grid) {
  const tiles = grid.querySelectorAll(".tile");
  let [low, high] = [0, tiles.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tiles[middle].getBoundingClientRect().bottom > 0) high = middle;
    else low = middle + 1;
  }
  return tiles[low];
}

function pageOf(grid, tile, start) {
  let address = start;
  for (const first of grid.querySelectorAll("[data-page]")) {
    if (first !== tile && !(first.compareDocumentPosition(tile) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
    address = first.dataset.page;
  }
  return address;
}
