import { Fault } from "lib/faults.js";
import { sentenceIn } from "lib/messages.js";

// What the page asks the site about a drop. Every question throws a Fault when it gets no good answer.
export class DropServer {
  #drops;
  #known;
  #session;

  constructor({ drops, known, session }) {
    this.#drops = drops;
    this.#known = known;
    this.#session = session;
  }

  // Begins a drop: {receipt, href, album}.
  open(album, newAlbum) {
    return this.#ask(this.#drops, newAlbum ? { new_album: newAlbum } : { album: album || null });
  }

  // Which of these checksums one has sent before.
  async known(items) {
    const files = items.map(({ sha256, size }) => ({ sha256, bytes: size }));
    const { known } = await this.#ask(this.#known, { files });
    return new Set(known);
  }

  // Takes a file that is here already into the drop: its line.
  enter(receipt, item) {
    return this.#ask(`${this.#drops}/${receipt}/known`, { sha256: item.sha256, file_name: item.name });
  }

  // What became of the files of a drop, or of some of them: the lines of its receipt.
  async lines(receipt, numbers = []) {
    const { lines } = await this.#ask(`${this.#drops}/${receipt}/state?lines=${numbers}`);
    return lines;
  }

  #ask(address, body) {
    return this.#session.with((token) =>
      answerOf(address, body && { method: "POST", headers: headersWith(token), body: JSON.stringify(body) }),
    );
  }
}

const headersWith = (token) => ({ "Content-Type": "application/json", "X-CSRFToken": token });

async function answerOf(address, asked) {
  let [answer, text] = [null, ""];
  try {
    answer = await fetch(address, asked);
    text = await answer.text();
  } catch {
    throw new Fault(0);
  }
  const type = answer.headers.get("Content-Type") ?? "";
  if (!answer.ok) throw new Fault(answer.status, sentenceIn(text, type));
  return JSON.parse(text);
}
