import { sizeText } from "lib/files.js";
import { timeLeft } from "lib/pace.js";

const NOTES = /\.xmp$/i;
const MOST_NAMES = 3;

// The sentences of the upload page: the words come from the server, the numbers from here.
export class Phrases {
  #words;
  #language;

  constructor(words, language) {
    this.#words = words;
    this.#language = language;
  }

  say(name, values = {}) {
    return fill(this.#words[name], values);
  }

  count(name, count, values = {}) {
    const forms = this.#words[name];
    const form = forms[new Intl.PluralRules(this.#language).select(count)] ?? forms.other;
    return fill(form, { count: count.toLocaleString(this.#language), ...values });
  }

  size(bytes) {
    return sizeText(bytes, this.#language);
  }

  // How a file stands.
  file(item, now) {
    const { state, size, sent, lostAt } = item;
    const values = { size: this.size(size), sent: this.size(sent), time: lostAt && this.#clock(lostAt) };
    if (state === "safe") return this.#safe(item);
    if (state === "refused" || state === "failed") return item.sentence || this.say(item.reason);
    if (state === "full" && item.sentence) return item.sentence;
    if (state !== "sending") return this.say(state, values);
    const percent = (sent / size).toLocaleString(this.#language, { style: "percent" });
    const speed = item.pace?.speed(now);
    return join([
      this.say("sending", { ...values, percent }),
      speed && this.say("speed", { speed: this.size(speed) }),
      lostAt && this.say("resumed", values),
    ]);
  }

  #safe({ outcome, line }) {
    const safe = this.say(outcome);
    if (line?.state === "failed") return `${safe}, ${this.say("noPicture", { reason: line.reason ?? "" })}`;
    const isPrepared = line?.state === "waiting" || line?.state === "working";
    return join([safe, isPrepared && this.say("preparing")]);
  }

  // How all of it stands: "34 of 57 safe · 1.9 GB left · about 4 minutes".
  total(totals, { pace, now, hasBegun, isPaused }) {
    if (!hasBegun) return this.count("chosenFiles", totals.all - totals.refused, { size: this.size(totals.bytes) });
    const left = totals.bytes - totals.sent;
    return join([
      this.say("safeOf", totals),
      totals.open && left && this.say("left", { size: this.size(left) }),
      totals.open && this.#when(totals, left, isPaused, pace.speed(now)),
    ]);
  }

  #when(totals, left, isPaused, speed) {
    if (isPaused || totals.paused === totals.open) return this.say("stopped");
    if (totals.lost && !speed) return this.say("waiting");
    const time = timeLeft(left, speed);
    if (!time) return "";
    if (!time.amount) return this.say("soon");
    const length = new Intl.NumberFormat(this.#language, { style: "unit", unit: time.unit, unitDisplay: "long" });
    return this.say("about", { time: length.format(time.amount) });
  }

  // What came of it all, at the end.
  verdict(items) {
    const lost = items.filter(({ state }) => state === "refused" || state === "failed").map(({ name }) => name);
    const names = lost.slice(0, MOST_NAMES).join(", ");
    const all = lost.length > MOST_NAMES ? `${names} ${this.say("more")}` : names;
    const isSafe = ({ name, state }) => state === "safe" && !NOTES.test(name);
    const safe = this.count("safeFiles", items.filter(isSafe).length);
    return lost.length ? `${safe} ${this.count("refusedFiles", lost.length, { names: all })}` : safe;
  }

  #clock(moment) {
    return moment.toLocaleTimeString(this.#language, { hour: "2-digit", minute: "2-digit" });
  }
}

const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const join = (parts) => parts.filter(Boolean).join(" · ");
