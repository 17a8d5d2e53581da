import { stayAwake } from "lib/awake.js";

const ANNOUNCE = 15_000;
const WISHES = ["pause", "resume", "retry"];

// The foot of the upload page: how far all of it is, the buttons for all of it, and what came of it. Says the same
// to screen readers, but not at every step.
class UploadTotal extends HTMLElement {
  #drop;
  #state = null;
  #timer = null;
  #isBusy = false;

  connectedCallback() {
    this.#drop = this.closest("upload-drop");
    this.#drop.addEventListener("upload-state", this.#onState);
    this.#drop.addEventListener("upload-said", this.#onSaid);
    this.#drop.addEventListener("upload-refused", this.#onSaid);
    this.addEventListener("click", this.#onClick);
    addEventListener("beforeunload", this.#onLeave);
    for (const name of WISHES) this.#button(name, false);
  }

  disconnectedCallback() {
    this.#drop.removeEventListener("upload-state", this.#onState);
    this.#drop.removeEventListener("upload-said", this.#onSaid);
    this.#drop.removeEventListener("upload-refused", this.#onSaid);
    this.removeEventListener("click", this.#onClick);
    removeEventListener("beforeunload", this.#onLeave);
    clearTimeout(this.#timer);
    stayAwake(false);
  }

  #onLeave = (event) => {
    if (this.#isBusy) event.preventDefault();
  };

  #onClick = ({ target }) => {
    const button = target.closest("button[type=button]");
    if (button) this.#drop.dispatchEvent(new CustomEvent("upload-wish", { detail: button.name }));
  };

  #onSaid = ({ type, detail }) => {
    if (type === "upload-refused") this.#part("words").textContent = detail;
    this.#say(detail);
  };

  #onState = ({ detail }) => {
    const before = this.#state;
    this.#state = detail;
    const { drop, totals, sentence, verdict, isPaused } = detail;
    this.#isBusy = drop !== null && totals.open > 0;
    stayAwake(this.#isBusy && !isPaused);
    const isLost = totals.lost > 0;
    this.#show(detail);
    if (verdict && verdict !== before?.verdict) return this.#sayNow(verdict);
    if (isPaused !== before?.isPaused || isLost !== (before?.totals.lost > 0)) return this.#sayNow(sentence);
    if (sentence !== before?.sentence) this.#timer ??= setTimeout(() => this.#sayNow(), drop ? ANNOUNCE : 0);
  };

  #show({ drop, totals, sentence, verdict, isPaused }) {
    const hasBegun = drop !== null;
    this.#part("words").textContent = verdict || (totals.all ? sentence : "");
    this.#part("bar").hidden = !hasBegun || !totals.all;
    this.#part("bar").value = totals.bytes ? totals.sent / totals.bytes : 0;
    this.#button("pause", hasBegun && totals.open > 0 && !isPaused && totals.paused < totals.open);
    this.#button("resume", hasBegun && (isPaused || totals.paused > 0) && totals.open > 0);
    this.#button("retry", totals.failed > 1);
    this.#part("links").hidden = !verdict || !totals.safe;
    if (!hasBegun) return;
    this.#part("receipt").href = drop.href;
    const album = this.#part("album-link");
    album.hidden = !drop.album;
    if (drop.album) album.href = this.dataset.album.replace("SLUG", drop.album);
  }

  #sayNow(words = this.#state.verdict || this.#state.sentence) {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#say(words);
  }

  #say(words) {
    this.#part("said").textContent = words;
  }

  #part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  // Where a button stood and goes, the focus stays in its row of buttons.
  #button(name, isOffered) {
    const button = this.querySelector(`button[name=${name}]`);
    const hadFocus = button === document.activeElement;
    button.hidden = !isOffered;
    if (hadFocus && !isOffered) this.#part("words").focus();
  }
}

customElements.define("upload-total", UploadTotal);
