import { say } from "lib/messages.js";
import { fetchFragment, joinDays } from "lib/tiles.js";

// Fetches the next page of photos before its link is reached. The link itself keeps working.
class MorePhotos extends HTMLElement {
  #observer;
  #busy = false;

  connectedCallback() {
    this.#observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && this.#fetchNext(),
      { rootMargin: "1200px 0px" },
    );
    this.addEventListener("click", this.#onClick);
    this.#watch();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    this.removeEventListener("click", this.#onClick);
  }

  get #more() {
    return this.querySelector(".more");
  }

  #watch() {
    this.#observer.disconnect();
    if (this.#more) this.#observer.observe(this.#more);
  }

  #onClick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !event.target.closest(".more a")) return;
    event.preventDefault();
    this.#fetchNext();
  };

  async #fetchNext() {
    const more = this.#more;
    if (!more || this.#busy) return;
    this.#busy = true;
    const hadFocus = more.contains(document.activeElement);
    try {
      const fragment = await fetchFragment(more.querySelector("a").href);
      const first = fragment.querySelector(".tile__link");
      joinDays([...this.querySelectorAll(".day")].at(-1), fragment);
      more.replaceWith(fragment);
      if (hadFocus) first?.focus();
      this.#watch();
    } catch {
      this.#observer.disconnect();
      if (!hadFocus) say(this.dataset.failed);
      else location.assign(more.querySelector("a").href);
    } finally {
      this.#busy = false;
    }
  }
}

customElements.define("more-photos", MorePhotos);
