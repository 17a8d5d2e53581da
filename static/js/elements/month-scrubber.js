import { say } from "lib/messages.js";
import { fetchFragment } from "lib/tiles.js";

// A slider along the edge of the timeline, one step a month. It fetches the month it stops at, and follows when
// the page is scrolled. The links to years and months above the photos do the same without script.
const PAUSE = 300;

class MonthScrubber extends HTMLElement {
  #steps = [];
  #input;
  #output;
  #timer;
  #asked;
  #following = false;

  connectedCallback() {
    this.#steps = this.dataset.steps.split(" ").filter(Boolean);
    if (this.#steps.length < 2) return;
    this.#input = Object.assign(document.createElement("input"), { type: "range", min: 0, max: this.#steps.length - 1 });
    this.#input.setAttribute("aria-label", this.dataset.label);
    this.#input.setAttribute("aria-orientation", "vertical");
    this.#output = document.createElement("output");
    this.#output.setAttribute("aria-hidden", "true");
    this.append(this.#input, this.#output);
    this.#input.addEventListener("input", this.#onInput);
    this.#input.addEventListener("keydown", this.#onKey);
    addEventListener("scroll", this.#onScroll, { passive: true });
    this.#follow();
  }

  disconnectedCallback() {
    removeEventListener("scroll", this.#onScroll);
    clearTimeout(this.#timer);
    this.replaceChildren();
  }

  #onInput = () => {
    this.#show(this.#input.valueAsNumber);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#jump(), PAUSE);
  };

  // Down is towards the older months, as the page runs; browsers do not agree on that for upright sliders.
  #onKey = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.#input.valueAsNumber += step;
    this.#onInput();
  };

  #onScroll = () => {
    if (this.#following || this.#asked) return;
    this.#following = true;
    setTimeout(() => {
      this.#following = false;
      this.#follow();
    }, PAUSE / 2);
  };

  // Each month has a heading of its name.
  #follow() {
    const days = [...document.querySelectorAll(".timeline .day[data-day]")];
    const day = days.find((each) => each.getBoundingClientRect().bottom > innerHeight / 4);
    const at = day ? this.#steps.findIndex((step) => nameOf(step) === day.dataset.day) : -1;
    if (at >= 0 && !this.#asked) this.#show(at);
  }

  #show(at) {
    this.#input.valueAsNumber = at;
    this.#output.value = nameOf(this.#steps[at]);
    this.#input.setAttribute("aria-valuetext", this.#output.value);
    this.style.setProperty("--at", at / (this.#steps.length - 1));
  }

  async #jump() {
    const address = new URL(this.dataset.href, location.href);
    address.searchParams.set("month", this.#steps[this.#input.valueAsNumber]);
    const asked = (this.#asked = address.href);
    try {
      const fragment = await fetchFragment(address, "jump");
      if (this.#asked !== asked) return;
      document.querySelector(".timeline").replaceChildren(fragment);
      history.replaceState(history.state, "", address);
      scrollTo({ top: 0, behavior: "instant" });
    } catch {
      if (this.#asked === asked) say(this.dataset.failed);
    } finally {
      if (this.#asked === asked) this.#asked = undefined;
    }
  }
}

function nameOf(step) {
  const [year, month] = step.split("-").map(Number);
  const day = new Date(0);
  day.setFullYear(year, month - 1, 15);
  return day.toLocaleDateString(document.documentElement.lang, { month: "long", year: "numeric" });
}

customElements.define("month-scrubber", MonthScrubber);
