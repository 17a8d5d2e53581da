import { Fault } from "lib/faults.js";
import { Phrases } from "lib/phrases.js";
import { Session } from "lib/session.js";
import { UploadRows } from "lib/upload-rows.js";
import { Uploader } from "lib/uploader.js";
import { Watching } from "lib/watching.js";

const REDRAW = 150;

// The list of what was chosen, and the sending of it. Hears of files, of the start and of wishes for all of them
// by events on the <upload-drop> around it, and tells there how things stand.
class UploadQueue extends HTMLElement {
  #rows;
  #changed = new Set();
  #redraw = null;
  #drop;
  #phrases;
  #uploader;
  #session;
  #watching = new Watching(() => this.#uploader.look());

  connectedCallback() {
    const { drops, known, endpoint, room, words } = this.dataset;
    this.#session = new Session(this.closest("form").elements.csrf_token.value, location.href);
    const options = { drops, known, endpoint, room: Number(room || Infinity), session: this.#session };
    this.#uploader = new Uploader(options, (item) => this.#onChange(item));
    this.#phrases = new Phrases(JSON.parse(words), document.documentElement.lang);
    this.#rows = new UploadRows(this.querySelector("[data-queue]"), this.querySelector("[data-row]"));
    this.#drop = this.closest("upload-drop");
    this.#drop.addEventListener("upload-files", this.#onFiles);
    this.#drop.addEventListener("upload-start", this.#onStart);
    this.#drop.addEventListener("upload-wish", this.#onWish);
    this.addEventListener("click", this.#onClick);
  }

  disconnectedCallback() {
    this.#drop.removeEventListener("upload-files", this.#onFiles);
    this.#drop.removeEventListener("upload-start", this.#onStart);
    this.#drop.removeEventListener("upload-wish", this.#onWish);
    this.removeEventListener("click", this.#onClick);
    clearTimeout(this.#redraw);
    this.#rows.stop();
    this.#watching.stop();
    this.#uploader.stop();
  }

  #onFiles = ({ detail }) => this.#uploader.add(detail);

  #onStart = async ({ detail: { album, newAlbum } }) => {
    try {
      await this.#uploader.start(album, newAlbum);
      this.#plan();
    } catch (fault) {
      const { sentence, status } = fault instanceof Fault ? fault : new Fault(0);
      const words = sentence || this.#phrases.say(status === 401 ? "loggedOut" : "cannotStart");
      this.#tell("upload-refused", words);
    }
  };

  #onWish = ({ detail }) => {
    if (detail === "pause") this.#uploader.pauseAll();
    else this.#uploader.resumeAll(detail === "retry" ? "failed" : "paused");
    this.#plan();
  };

  #onClick = ({ target }) => {
    const button = target.closest("button[name]");
    const row = button && this.#rows.around(button);
    if (!row) return;
    if (button.name === "pause") this.#uploader.pause(row.item);
    else if (button.name === "remove") this.#remove(row);
    else if (row.item.state === "safe") this.#prepareAgain(row.item);
    else this.#uploader.resume(row.item);
  };

  #remove({ element, item }) {
    const neighbour = element.nextElementSibling ?? element.previousElementSibling;
    this.#uploader.remove(item);
    neighbour?.querySelector("button:not([hidden]), a")?.focus();
    this.#tell("upload-said", this.#phrases.say("removed", { name: item.name }));
  }

  // Only its picture could not be made; the file itself is safe.
  async #prepareAgain(item) {
    const address = this.dataset.again.replace("UID", item.line.photo);
    const headers = { "X-CSRFToken": this.#session.token };
    const answer = await fetch(address, { method: "POST", headers }).catch(() => null);
    if (answer?.ok) this.#onChange(Object.assign(item, { line: { ...item.line, state: "waiting" } }));
    this.#watching.wake();
  }

  #onChange(item) {
    this.#changed.add(item);
    if (item.state === "safe") this.#watching.wake();
    this.#plan();
  }

  #plan() {
    this.#redraw ??= setTimeout(() => this.#draw(), REDRAW);
  }

  // However many steps there were: once for all of them, and only what they changed.
  #draw() {
    this.#redraw = null;
    const now = performance.now();
    this.#rows.show(this.#changed, (item) => this.#phrases.file(item, now));
    this.#changed.clear();
    this.#report(now);
  }

  #report(now) {
    const { drop, items, isPaused, pace } = this.#uploader;
    const totals = this.#uploader.totals();
    const hasBegun = drop !== null;
    const sentence = this.#phrases.total(totals, { pace, now, hasBegun, isPaused });
    const verdict = hasBegun && totals.all && !totals.open ? this.#phrases.verdict(items) : "";
    this.#tell("upload-state", { drop, totals, sentence, verdict, isPaused });
  }

  #tell(name, detail) {
    this.#drop.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("upload-queue", UploadQueue);
