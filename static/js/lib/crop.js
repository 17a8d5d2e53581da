// The arithmetic of turning and cropping, as media/editing.py does it. No page is touched here.

export const LEAST = 5;

// The size of the largest frame of the same shape that a picture fills when it is turned a little.
export function frameOf(width, height, turns, degrees) {
  const [across, down] = turns % 2 ? [height, width] : [width, height];
  const angle = (Math.abs(degrees) * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const scale = Math.min(across / (across * cosine + down * sine), down / (across * sine + down * cosine));
  return { width: across * scale, height: down * scale };
}

// The cut-offs in percent after moving the whole part, which stays as large as it is.
export function moved(cut, across, down) {
  const x = clamp(across, -cut.left, cut.right);
  const y = clamp(down, -cut.top, cut.bottom);
  return { left: cut.left + x, right: cut.right - x, top: cut.top + y, bottom: cut.bottom - y };
}

// The same after moving one corner, named by its two sides.
export function cornered(cut, [vertical, horizontal], across, down) {
  const x = horizontal === "left" ? cut.left + across : cut.right - across;
  const y = vertical === "top" ? cut.top + down : cut.bottom - down;
  const other = { left: "right", right: "left", top: "bottom", bottom: "top" };
  return {
    ...cut,
    [horizontal]: clamp(x, 0, 100 - LEAST - cut[other[horizontal]]),
    [vertical]: clamp(y, 0, 100 - LEAST - cut[other[vertical]]),
  };
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
