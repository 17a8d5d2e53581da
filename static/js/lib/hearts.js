// The hearts on the tiles of a photo, as the server has just drawn them (web/grid.py).
export function markHearts(photo, drawn) {
  for (const link of document.querySelectorAll(".tile__link")) {
    if (new URL(link.href).pathname.endsWith(`/photos/${photo}`)) put(link, drawn);
  }
}

function put(link, drawn) {
  link.querySelector("[data-hearts]")?.remove();
  let mark = link.querySelector(".tile__mark");
  if (!mark) {
    mark = document.createElement("span");
    mark.className = "tile__mark";
    link.append(mark);
  }
  mark.prepend(document.importNode(drawn, true));
  if (!mark.childElementCount) mark.remove();
}
