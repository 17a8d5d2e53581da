// Sizes, kinds and limits of chosen files. No page is touched here.

const UNITS = ["kB", "MB", "GB", "TB"];

export function sizeText(bytes, language) {
  let amount = Math.max(bytes, bytes && 100) / 1000;
  let unit = 0;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = amount < 9.95 ? 1 : 0;
  return `${amount.toLocaleString(language, { maximumFractionDigits: digits })} ${UNITS[unit]}`;
}

// Why a file cannot be sent, as far as its name and size can tell: "empty", "wrongType", "tooLarge" or "".
export function faultOf({ name, type, size }, { largest, endings }) {
  if (size === 0) return "empty";
  const ending = /\.([^.]+)$/.exec(name)?.[1].toLowerCase();
  // A name that tells nothing is left to the site, which looks at the content.
  const isNamed = Boolean(type || ending);
  if (isNamed && !/^(image|video)\//.test(type) && !endings.has(ending)) return "wrongType";
  return size > largest ? "tooLarge" : "";
}
