// The viewer's own style, fetched only now, so that the first view of a page does not pay for it.
const link = document.createElement("link");

export const sheet = new Promise((resolve) => {
  link.onload = resolve;
  link.onerror = resolve;
});

Object.assign(link, { rel: "stylesheet", href: import.meta.resolve("css/later.css") });
document.head.append(link);
