// Opens the viewer over the grid when somebody follows a tile's link. Until they mean to, nothing of it is fetched.

const LINK = ".tile__link, [data-slideshow]";
let viewer;

const warm = () => (viewer ??= import("viewer/viewer.js").catch(() => (viewer = null)));

for (const name of ["pointerover", "touchstart", "focusin"]) {
  addEventListener(name, (event) => event.target.closest?.(LINK) && warm(), { passive: true });
}

addEventListener("click", async (event) => {
  const link = event.target.closest(LINK);
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.closest("dialog") || !document.querySelector("template[data-viewer]")) return;
  event.preventDefault();
  const found = await warm();
  if (found) found.open(link, { show: link.matches("[data-slideshow]") });
  else location.assign(link.href);
});

// Back and forward between the grid and what was open over it.
addEventListener("popstate", async (event) => {
  if (viewer || event.state?.viewer) (await warm())?.followHistory();
});
