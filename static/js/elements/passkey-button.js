import { say, sentenceIn } from "lib/messages.js";
import { answerTo } from "lib/passkeys.js";

// A form that is sent with the answer of a passkey. It is shown only where the browser has passkeys.
class PasskeyButton extends HTMLElement {
  #busy = false;

  connectedCallback() {
    const possible = "PublicKeyCredential" in window;
    this.#form.hidden = !possible;
    this.querySelector("[data-unable]").hidden = possible;
    this.addEventListener("submit", this.#onSubmit);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#onSubmit);
  }

  get #form() {
    return this.querySelector("form");
  }

  #onSubmit = async (event) => {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    try {
      const question = await this.#ask();
      this.#form.elements.credential.value = await answerTo(question);
      this.#form.submit();
    } catch (fault) {
      say(this.#wordsFor(fault));
    } finally {
      this.#busy = false;
    }
  };

  async #ask() {
    const response = await fetch(this.dataset.options, { method: "POST", body: new FormData(this.#form) });
    const answer = await response.text();
    if (response.ok) return JSON.parse(answer);
    throw new Error(sentenceIn(answer, response.headers.get("Content-Type") ?? "") || this.dataset.failed);
  }

  // What the browser throws is for developers; what the server said is for people.
  #wordsFor(fault) {
    if (fault.name === "InvalidStateError") return this.dataset.known ?? this.dataset.failed;
    return fault.constructor === Error ? fault.message : this.dataset.failed;
  }
}

customElements.define("passkey-button", PasskeyButton);
