// Sizes and limits of chosen files. No page is touched here.

const UNITS = ["kB", "MB", "GB", "TB"];

export function sizeText(bytes, language) {
  let amount = bytes / 1000;
  let unit = 0;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = amount < 9.95 ? 1 : 0;
  return `${amount.toLocaleString(language, { maximumFractionDigits: digits })} ${UNITS[unit]}`;
}

// Why a file cannot be sent: "tooLarge", "empty", or null.
export function faultOf(size, limit) {
  if (size === 0) return "empty";
  return limit && size > limit ? "tooLarge" : null;
}

export function totalOf(files) {
  return files.reduce((sum, file) => sum + file.size, 0);
}
