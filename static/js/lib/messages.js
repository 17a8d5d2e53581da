// Says something to the person at the top of the page, in the region that every page has for it.

export function say(text, kind = "bad") {
  const region = document.querySelector("[data-flashes]");
  const notice = document.createElement("div");
  notice.className = `notice notice--${kind}`;
  const body = document.createElement("div");
  body.className = "notice__body";
  body.textContent = text;
  notice.append(body);
  region.replaceChildren(notice);
  region.scrollIntoView({ block: "nearest" });
}

// A page as a heap of elements: in a template nothing of it runs, loads or is styled.
export function partsOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// The sentence of an answer that went wrong, whether it came as a page or as JSON; "" when it holds none.
export function sentenceIn(text, type) {
  if (type.includes("json")) {
    try {
      const { detail = "", error = "" } = JSON.parse(text);
      return detail || error;
    } catch {
      return "";
    }
  }
  const page = partsOf(text);
  const found = page.querySelector("[data-sentence]") ?? page.querySelector('[role="alert"] li');
  return found?.textContent.trim() ?? "";
}
