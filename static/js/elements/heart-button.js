import { markHearts } from "lib/hearts.js";
import { partsOf, say, sentenceIn } from "lib/messages.js";

// The heart's form, sent without leaving the page.
class HeartButton extends HTMLElement {
  #busy = false;

  connectedCallback() {
    this.addEventListener("submit", this.#onSubmit);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#onSubmit);
  }

  #onSubmit = async (event) => {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    const form = event.target;
    const [action, before] = [form.action, this.#isOn];
    this.#show(!before, this.#hearts + (before ? -1 : 1));
    try {
      const response = await fetch(action, { method: "POST", body: new FormData(form) });
      const answer = await response.text();
      if (!this.#adopt(answer)) throw new Error(sentenceIn(answer, response.headers.get("Content-Type") ?? ""));
    } catch (error) {
      this.#show(before, this.#hearts + (before ? 1 : -1));
      say((error instanceof TypeError ? "" : error.message) || this.dataset.failed);
    } finally {
      this.#busy = false;
    }
  };

  // The answer is the photo's page again, so it says how things stand now.
  #adopt(answer) {
    const truth = partsOf(answer).querySelector("heart-button");
    if (!truth) return false;
    const count = truth.querySelector(".heart__count").textContent;
    markHearts(this.dataset.photo, truth.querySelector("template").content);
    this.#show(truth.querySelector("[aria-pressed=true]") !== null, Number(count));
    return true;
  }

  get #button() {
    return this.querySelector("button");
  }

  get #isOn() {
    return this.#button.getAttribute("aria-pressed") === "true";
  }

  get #hearts() {
    return Number(this.querySelector(".heart__count").textContent);
  }

  #show(on, hearts) {
    const count = this.querySelector(".heart__count");
    count.textContent = hearts;
    count.hidden = hearts === 0;
    this.#button.setAttribute("aria-pressed", on);
    this.querySelector("form").action = on ? this.dataset.off : this.dataset.on;
    this.dispatchEvent(new CustomEvent("hearts", { bubbles: true }));
  }
}

customElements.define("heart-button", HeartButton);
