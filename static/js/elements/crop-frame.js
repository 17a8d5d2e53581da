import { cornered, frameOf, moved } from "lib/crop.js";

const SIDES = ["left", "top", "right", "bottom"];
const CORNERS = ["top-left", "top-right", "bottom-left", "bottom-right"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LONGEST = 1400;

// A frame over the picture, to drag or to move with the arrow keys. The form's own fields hold what it means.
class CropFrame extends HTMLElement {
  #canvas = document.createElement("canvas");
  #part;
  #held = null;

  connectedCallback() {
    if (!this.#part) this.#build();
    this.addEventListener("input", this.#draw);
    const picture = this.querySelector("img");
    if (picture.complete) this.#draw();
    else picture.addEventListener("load", this.#draw, { once: true });
  }

  disconnectedCallback() {
    this.removeEventListener("input", this.#draw);
  }

  #build() {
    const stage = document.createElement("div");
    stage.className = "crop__stage";
    this.#part = this.#handle("crop__part", this.dataset.labelFrame, null);
    const corners = CORNERS.map((name, at) =>
      this.#handle(`crop__corner crop__corner--${name}`, `${this.dataset.labelCorner} (${at + 1})`, name.split("-")),
    );
    const frame = document.createElement("div");
    frame.className = "crop__frame";
    frame.append(this.#part, ...corners);
    stage.append(this.#canvas, frame);
    this.prepend(stage);
    this.#canvas.setAttribute("aria-hidden", "true");

    const slider = Object.assign(document.createElement("input"), { type: "range", min: -15, max: 15, step: 0.1 });
    slider.className = "crop__slider";
    slider.setAttribute("aria-label", this.dataset.labelSlider);
    slider.value = this.#number("angle");
    slider.addEventListener("input", () => (this.#field("angle").value = slider.value));
    this.#field("angle").addEventListener("input", () => (slider.value = this.#number("angle")));
    stage.after(slider);
  }

  #handle(name, label, corner) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: name });
    button.setAttribute("aria-label", label);
    button.addEventListener("keydown", (event) => {
      const step = ARROWS[event.key];
      if (!step) return;
      event.preventDefault();
      const by = event.shiftKey ? 5 : 1;
      this.#shift(corner, step[0] * by, step[1] * by, this.#cut);
    });
    button.addEventListener("pointerdown", (event) => {
      button.setPointerCapture(event.pointerId);
      this.#held = { x: event.clientX, y: event.clientY, cut: this.#cut };
    });
    button.addEventListener("pointermove", (event) => {
      if (!this.#held) return;
      const { width, height } = this.#canvas.getBoundingClientRect();
      const { x, y, cut } = this.#held;
      this.#shift(corner, ((event.clientX - x) / width) * 100, ((event.clientY - y) / height) * 100, cut);
    });
    for (const end of ["pointerup", "pointercancel"]) button.addEventListener(end, () => (this.#held = null));
    return button;
  }

  #shift(corner, across, down, cut) {
    const wanted = corner ? cornered(cut, corner, across, down) : moved(cut, across, down);
    for (const side of SIDES) this.#field(side).value = Math.round(wanted[side] * 10) / 10;
    this.#draw();
  }

  #draw = () => {
    const picture = this.querySelector("img");
    const [turns, angle] = [this.#number("turns"), this.#number("angle")];
    const [width, height] = [Number(picture.getAttribute("width")), Number(picture.getAttribute("height"))];
    const frame = frameOf(width, height, turns, angle);
    const scale = Math.min(1, LONGEST / Math.max(frame.width, frame.height));
    this.#canvas.width = Math.round(frame.width * scale);
    this.#canvas.height = Math.round(frame.height * scale);
    const pen = this.#canvas.getContext("2d");
    pen.translate(this.#canvas.width / 2, this.#canvas.height / 2);
    pen.rotate(((turns * 90 + angle) * Math.PI) / 180);
    pen.drawImage(picture, (-width * scale) / 2, (-height * scale) / 2, width * scale, height * scale);
    const { style } = this.#part.parentElement;
    for (const side of SIDES) style.setProperty(`--cut-${side}`, `${this.#number(side)}%`);
  };

  get #cut() {
    return Object.fromEntries(SIDES.map((side) => [side, this.#number(side)]));
  }

  #field(name) {
    return this.querySelector(`[name="${name}"]`);
  }

  #number(name) {
    return Number(this.#field(name).value) || 0;
  }
}

customElements.define("crop-frame", CropFrame);
