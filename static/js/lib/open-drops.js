// Remembers in this browser which drops are not finished, so that the same files, dropped again into the same
// album, go on where they were and end on the same receipt.

const KEY = "photoalbum-open-drops";
const DAYS = 6; // The site forgets unfinished files after seven.

export function remember(drop, targets, now = Date.now()) {
  write({ ...read(now), ...Object.fromEntries(targets.map((target) => [target, { ...drop, at: now }])) });
}

export function recall(target, now = Date.now()) {
  return read(now)[target] ?? null;
}

export function forget(receipt, now = Date.now()) {
  write(Object.fromEntries(Object.entries(read(now)).filter(([, drop]) => drop.receipt !== receipt)));
}

export const targetOf = (album, newAlbum) => (newAlbum ? `new ${newAlbum}` : `album ${album}`);

function read(now) {
  try {
    const all = Object.entries(JSON.parse(localStorage.getItem(KEY)) ?? {});
    return Object.fromEntries(all.filter(([, { at }]) => at > now - DAYS * 86_400_000));
  } catch {
    return {};
  }
}

function write(drops) {
  try {
    localStorage.setItem(KEY, JSON.stringify(drops));
  } catch {
    // A browser that keeps nothing begins a new receipt next time.
  }
}
