import { UploadRow } from "lib/upload-row.js";

// The rows of the upload page's list, each with its picture only while it is in sight.
export class UploadRows {
  #list;
  #template;
  #rows = new Map();
  #seeing;

  constructor(list, template) {
    this.#list = list;
    this.#template = template;
    this.#seeing = new IntersectionObserver((seen) => this.#onSeen(seen), { rootMargin: "200px" });
  }

  stop() {
    this.#seeing.disconnect();
  }

  // The row that an element of the page stands in.
  around(element) {
    return this.#rows.get(Number(element.closest("[data-item]")?.dataset.item));
  }

  // However many there are, they come into the page at once.
  show(items, sentenceOf) {
    const fresh = [];
    for (const item of items) {
      if (item.state === "removed") this.#remove(item);
      else (this.#rows.get(item.id) ?? this.#begin(item, fresh)).show(sentenceOf(item));
    }
    this.#list.append(...fresh);
    this.#list.hidden = this.#rows.size === 0;
  }

  #begin(item, fresh) {
    const row = new UploadRow(this.#template, item);
    this.#rows.set(item.id, row);
    this.#seeing.observe(row.element);
    fresh.push(row.element);
    return row;
  }

  #remove(item) {
    const row = this.#rows.get(item.id);
    if (!row) return;
    this.#seeing.unobserve(row.element);
    this.#rows.delete(item.id);
    row.remove();
  }

  #onSeen(seen) {
    for (const { target, isIntersecting } of seen) this.around(target)?.see(isIntersecting);
  }
}
