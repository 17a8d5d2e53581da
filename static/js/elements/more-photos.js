import { say } from "lib/messages.js";
import { keepPlace, restorePlace } from "lib/place.js";
import { fetchFragment, joinDays } from "lib/tiles.js";

// The link to the photos before these is one to follow.
const NEXT = ".more:not(.more--before)";

// Fetches the next page of photos before its link is reached. The link itself keeps working.
class MorePhotos extends HTMLElement {
  #observer;
  #busy = false;
  #letPlaceGo;

  connectedCallback() {
    this.#observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && this.#fetchNext(),
      { rootMargin: "1200px 0px" },
    );
    this.addEventListener("click", this.#onClick);
    document.addEventListener("photos-wanted", this.#onWanted);
    restorePlace(this);
    this.#letPlaceGo = keepPlace(this);
    this.#watch();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    this.removeEventListener("click", this.#onClick);
    document.removeEventListener("photos-wanted", this.#onWanted);
    this.#letPlaceGo();
  }

  get #more() {
    return this.querySelector(NEXT);
  }

  #watch() {
    this.#observer.disconnect();
    if (this.#more) this.#observer.observe(this.#more);
  }

  #onWanted = () => this.#fetchNext();

  #onClick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !event.target.closest(`${NEXT} a`)) return;
    event.preventDefault();
    this.#fetchNext();
  };

  async #fetchNext() {
    const more = this.#more;
    if (!more || this.#busy) return;
    this.#busy = true;
    const hadFocus = more.contains(document.activeElement);
    const { href } = more.querySelector("a");
    try {
      const fragment = await fetchFragment(href);
      const first = fragment.querySelector(".tile__link");
      // Where this page begins: the place in the grid has its address (lib/place.js).
      first?.closest(".tile").setAttribute("data-page", href);
      joinDays([...this.querySelectorAll(".day")].at(-1), fragment);
      more.replaceWith(fragment);
      if (hadFocus) first?.focus();
      this.#watch();
      document.dispatchEvent(new CustomEvent("photos-added"));
    } catch {
      this.#observer.disconnect();
      if (!hadFocus) say(this.dataset.failed);
      else location.assign(href);
    } finally {
      this.#busy = false;
    }
  }
}

customElements.define("more-photos", MorePhotos);
