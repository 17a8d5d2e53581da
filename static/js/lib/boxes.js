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

// What was chosen stays chosen when script puts other photos in its place.
export function keepChosen(form, changes) {
  const gone = changes.flatMap(({ removedNodes }) => [...removedNodes]).filter((node) => node.querySelectorAll);
  for (const box of gone.flatMap((node) => [...node.querySelectorAll(".tile__pick input:checked")])) {
    const kept = { type: "hidden", name: "photo", value: box.value };
    form.append(Object.assign(document.createElement("input"), kept));
  }
}

export const keptIn = (form) => [...form.querySelectorAll("input[name=photo]")];

// And is a tick again once its tile has come back.
export function takeUp(form, boxes) {
  for (const kept of keptIn(form)) {
    const box = boxes.find((each) => each.value === kept.value);
    if (!box) continue;
    box.checked = true;
    kept.remove();
  }
}
