// Words of the vocabulary complete as one types (ARIA combobox): names, acronyms, formulas, aliases.
// Own coatings and tests, and a lost connection, complete from the lists in the page.
import { propose } from "./proposal.js";

let count = 0;

export function completion(form) {
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches("input[data-kind]") && !target.box) new Combobox(form, target);
  });
}

class Combobox {
  constructor(form, input) {
    this.form = form;
    this.input = input;
    this.kind = input.dataset.kind;
    this.many = "many" in input.dataset;
    input.box = this;
    input.removeAttribute("list");
    this.list = document.createElement("ul");
    this.list.id = `options-${(count += 1)}`;
    this.list.className = "options";
    this.list.role = "listbox";
    this.list.hidden = true;
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || this.kind);
    input.after(this.list);
    input.role = "combobox";
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.soon());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  // With several words in a field, the one the cursor is in.
  get asked() {
    return this.many ? this.input.value.split(/[,;]| or /).at(-1).trim() : this.input.value.trim();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.find(), 120);
  }

  async find() {
    const asked = this.asked;
    const own = this.kind === "coating" || this.kind === "test";
    let words = own || !asked ? this.here(asked) : null;
    if (!words) {
      try {
        const answer = await fetch(`${this.form.dataset.words}&${new URLSearchParams({ kind: this.kind, q: asked })}`);
        words = (await answer.json()).words;
      } catch {
        words = this.here(asked);
      }
    }
    if (asked === this.asked && document.activeElement === this.input) this.show(words, asked);
  }

  here(asked) {
    const typed = asked.toLowerCase();
    return [...document.querySelectorAll(`#words-${this.kind} option`)]
      .map((option) => ({ key: option.value, name: option.textContent, short: "" }))
      .filter((word) => `${word.key} ${word.name}`.toLowerCase().includes(typed))
      .slice(0, 12);
  }

  show(words, asked) {
    const options = words.map((word) => option(word));
    if (asked && !words.some((w) => w.key === asked) && this.proposable) options.push(this.proposal(asked));
    options.forEach((each, i) => (each.id = `${this.list.id}-${i}`));
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(Boolean(options.length)));
    this.input.removeAttribute("aria-activedescendant");
  }

  get proposable() {
    return ["precursor", "material", "substrate", "method"].includes(this.kind);
  }

  proposal(asked) {
    const node = option({ key: `Propose “${asked}” as a new ${this.kind} …`, name: "", short: "" });
    node.dataset.propose = asked;
    return node;
  }

  key(event) {
    if (event.altKey) return;
    const options = [...this.list.children];
    const here = options.findIndex((each) => each.ariaSelected === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) return void this.find();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.select(options, (here + step + options.length) % options.length);
    } else if (event.key === "Escape") {
      this.close();
    } else if (event.key === "Enter") {
      if (!this.list.hidden && here >= 0) {
        event.preventDefault();
        this.take(options[here]);
      }
    } else if (event.key === "Tab" && !this.list.hidden && here >= 0 && !options[here].dataset.propose) {
      this.take(options[here]);
    }
  }

  select(options, number) {
    options.forEach((each, i) => (each.ariaSelected = String(i === number)));
    options[number]?.scrollIntoView({ block: "nearest" });
    if (options[number]) this.input.setAttribute("aria-activedescendant", options[number].id);
  }

  take(node) {
    this.close();
    if (node.dataset.propose) {
      const address = `${this.form.dataset.propose}?${new URLSearchParams({ word: this.kind, name: node.dataset.propose })}`;
      propose(this.form, this.input, address, (key) => this.put(key));
      return;
    }
    this.put(node.dataset.key);
  }

  put(key) {
    const parts = this.many ? this.input.value.split(/([,;]| or )/) : [""];
    parts[parts.length - 1] = (parts.length > 1 ? " " : "") + key;
    this.input.value = parts.join("").trim();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    clearTimeout(this.timer);
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function option({ key, name, short, proposed }) {
  const node = document.createElement("li");
  node.role = "option";
  node.ariaSelected = "false";
  node.dataset.key = key;
  node.append(Object.assign(document.createElement("b"), { textContent: key }));
  const detail = [name, short, proposed ? "proposed" : ""].filter(Boolean).join(", ");
  if (detail) node.append(" ", Object.assign(document.createElement("span"), { textContent: detail }));
  return node;
}
