// A box to tick on a tile, as web/grid.py draws it for pages without script.
export function addBox(tile, form, word) {
  if (tile.querySelector(".tile__pick")) return;
  const link = tile.querySelector(".tile__link");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "photo" });
  box.setAttribute("form", form);
  box.value = new URL(link.href).pathname.split("/").at(-1);
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.textContent = `${word}: ${link.querySelector("img")?.alt ?? link.textContent.trim()}`;
  const label = document.createElement("label");
  label.className = "tile__pick";
  label.append(box, words);
  tile.append(label);
  link.tabIndex = -1;
}

export function removeBox(box) {
  box.closest(".tile").querySelector(".tile__link").removeAttribute("tabindex");
  box.closest("label").remove();
}
