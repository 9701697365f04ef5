// Suggestions while somebody types into a search field: a combobox with a list, as ARIA's
// authoring practices describe it. Without this file the field is a plain search field.

const WAIT = 120;
let timer, asked, list, field, found = [], at = -1;

function close() {
  list?.remove();
  list = undefined;
  at = -1;
  field?.setAttribute("aria-expanded", "false");
  field?.removeAttribute("aria-activedescendant");
}

function mark(next) {
  const options = [...list.querySelectorAll("[role=option]")];
  if (!options.length) return;
  at = (next + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
  options[at].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", options[at].id);
}

function show(answer) {
  close();
  found = answer.suggestions;
  if (!found.length) return;
  list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  found.forEach((one, i) => {
    const option = document.createElement("li");
    option.id = `suggestion-${i}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    for (const [name, text] of [["b", one.label], ["span", one.detail], ["i", one.kind]]) {
      const part = document.createElement(name);
      part.textContent = text;
      option.append(part, " ");
    }
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(i);
    });
    list.append(option);
  });
  field.after(list);
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", "suggestions");
}

function choose(i) {
  const one = found[i];
  const form = field.form;
  const takes = (form.dataset.takes ?? "").split(" ");
  close();
  if (one.kind === "spelling") {
    field.value = one.label;
    form.requestSubmit();
  } else if (takes.includes(one.kind)) {
    field.value = "";
    const asked = document.createElement("input");
    Object.assign(asked, { type: "hidden", name: one.kind, value: one.key });
    form.append(asked);
    form.requestSubmit();
  } else {
    location.assign(one.page);
  }
}

async function ask(typed) {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`, {
      signal: asked.signal,
    });
    if (answer.ok) show(await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

function adopt(target) {
  if (field === target) return;
  close();
  field = target;
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions" };
  for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
}

document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.suggest) return;
  adopt(target);
  clearTimeout(timer);
  const typed = target.value.trim();
  if (typed.length < 2) close();
  else timer = setTimeout(ask, WAIT, typed);
});

document.addEventListener("keydown", (event) => {
  if (event.target !== field || !list) return;
  if (event.key === "ArrowDown") mark(at + 1);
  else if (event.key === "ArrowUp") mark(at < 0 ? -1 : at - 1);
  else if (event.key === "Enter" && at >= 0) choose(at);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});

document.addEventListener("focusout", ({ target }) => {
  if (target === field) close();
});
document.addEventListener("submit", () => {
  clearTimeout(timer);
  asked?.abort();
  close();
});
