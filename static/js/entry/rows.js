// Rows are added, copied, moved and removed in the page. Their order is their order in the form, so
// nothing is numbered anew. The place typed last is there already in the next row.
let last = 0;
const token = () => `t${Date.now().toString(36)}${(last += 1)}`;

export function rows(form, undo, changed) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button || !form.contains(button)) return;
    event.preventDefault();
    deeds[button.dataset.do](button, undo, form);
    changed();
  });
  form.addEventListener("keydown", (event) => {
    const tool = { ArrowUp: "up", ArrowDown: "down", D: "copy", Backspace: "remove" }[event.key];
    if (!event.altKey || !event.shiftKey || !tool) return;
    const row = event.target.closest(".list-items > [data-record]");
    if (!row) return;
    event.preventDefault();
    deeds[tool](row.querySelector(`:scope > .record-tools [data-do="${tool}"]`), undo, form);
    if (tool === "up" || tool === "down") event.target.focus();
    changed();
  });
  form.addEventListener("input", ({ target }) => remember(target));
  form.addEventListener("change", ({ target }) => rename(form, target));
  form.addEventListener("put", ({ target }) => rename(form, target));
  for (const event of ["input", "put"]) form.addEventListener(event, ({ target }) => entitle(target));
  drag(form, undo, changed);
}

const deeds = {
  add(button, undo, form) {
    const list = button.closest("[data-list]");
    const template = document.querySelector(`template[data-kind="${list.dataset.kind}"]`);
    const row = fresh(template.content.firstElementChild, "__new__", `${list.dataset.list}[${token()}]`);
    list.querySelector(".list-items").append(row);
    place(row, form);
    undo.add(() => row.remove(), "added row");
    open(row);
  },
  copy(button, undo) {
    const row = button.closest("[data-record]");
    const name = row.dataset.record;
    const copy = fresh(row, name, `${name.slice(0, name.lastIndexOf("["))}[${token()}]`);
    for (const own of ["id", "key", "_was"]) {
      const input = copy.querySelector(`[name="${CSS.escape(`${copy.dataset.record}.${own}`)}"]`);
      if (input) input.value = "";
    }
    row.after(copy);
    undo.add(() => copy.remove(), "copied row");
    open(copy);
  },
  up: (button, undo) => again(button, () => move(button.closest("[data-record]"), -1, undo)),
  down: (button, undo) => again(button, () => move(button.closest("[data-record]"), 1, undo)),
  remove(button, undo) {
    const row = button.closest("[data-record]");
    const [list, next] = [row.parentElement, row.nextElementSibling];
    const beside = next || row.previousElementSibling || list.nextElementSibling;
    row.remove();
    undo.add(() => list.insertBefore(row, next), "removed row");
    (beside?.querySelector("input, select, summary") || beside)?.focus();
  },
};

function again(button, deed) {
  deed();
  button.focus();
}

function move(row, by, undo) {
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  const [list, next] = [row.parentElement, row.nextElementSibling];
  if (by < 0) other.before(row);
  else other.after(row);
  undo.add(() => list.insertBefore(row, next), "moved row");
}

// A copy of a row under another name, with what is typed in it.
function fresh(row, before, after) {
  const copy = row.cloneNode(true);
  const typed = row.querySelectorAll("input, select, textarea");
  copy.querySelectorAll("input, select, textarea").forEach((input, i) => {
    input.value = typed[i].value;
    delete input.dataset.before;
  });
  const id = (name) => name.replaceAll("[", "-").replaceAll("]", "").replaceAll(".", "_");
  for (const node of [copy, ...copy.querySelectorAll("*")]) {
    for (const { name, value } of [...node.attributes]) {
      if (["name", "data-record", "data-list"].includes(name) && value.startsWith(before)) {
        node.setAttribute(name, after + value.slice(before.length));
      } else if (name === "value" && node.name === "_do") {
        node.setAttribute(name, value.replace(before, after));
      } else if (["id", "for", "aria-describedby"].includes(name)) {
        node.setAttribute(name, value.replaceAll(id(before), id(after)));
      }
    }
  }
  return copy;
}

function open(row) {
  if (row.tagName === "DETAILS") row.open = true;
  row.scrollIntoView({ block: "nearest" });
  row.querySelector("input:not([type=hidden]), select")?.focus();
}

const places = {};
function remember(input) {
  const name = input.closest?.("[data-field]")?.dataset.field;
  if (name === "at" || name === "extraction") places[name] = input.value;
}

function place(row, form) {
  for (const name of ["at", "extraction"]) {
    const input = row.querySelector(`:scope > .record-body > .entry-fields [data-field="${name}"] :is(input, select)`);
    const above = row.previousElementSibling?.querySelector(
      `:scope > .record-body > .entry-fields [data-field="${name}"] :is(input, select)`,
    );
    if (input && !input.value) input.value = places[name] || above?.value || lastTyped(form, name);
  }
}

function lastTyped(form, name) {
  const typed = [...form.querySelectorAll(`[data-field="${name}"] :is(input, select)`)];
  return typed.filter((input) => input.value).at(-1)?.value || "";
}

// A folded record says what is typed in it.
function entitle(input) {
  const record = input.closest?.("details[data-record]");
  const title = record?.querySelector(":scope > summary .record-title");
  if (!title || input.closest("[data-record]") !== record) return;
  const said = (name) =>
    record.querySelector(`:scope > .record-body [name="${CSS.escape(`${record.dataset.record}.${name}`)}"]`)?.value.trim() || "";
  if (record.dataset.kind === "test") title.textContent = said("label") || said("key") || "New test";
  if (record.dataset.kind !== "coating") return;
  const [film, on, key] = [said("material"), said("substrate.material"), said("key")];
  if (film || on) {
    const more = key && key !== `${film}-on-${on}` ? ` (${key})` : "";
    title.textContent = `${film || "film"} on ${on || "substrate"}${more}`;
  } else title.textContent = "New coating";
}

// A coating or test that gets another key takes along what refers to it.
const referring = { coating: ["coating", "also_coated"], test: ["controls", "than"] };
function rename(form, input) {
  const record = input.closest("[data-record]");
  const names = referring[record?.dataset.kind];
  if (!names || input.name !== `${record.dataset.record}.key`) return;
  const was = record.querySelector(`[name="${CSS.escape(`${record.dataset.record}._was`)}"]`);
  if (was?.value && input.value) {
    for (const name of names) {
      for (const other of form.querySelectorAll(`[data-field="${name}"] input`)) {
        other.value = other.value.split(/(\s*[,;]\s*)/).map((w) => (w === was.value ? input.value : w)).join("");
      }
    }
    was.value = input.value;
  } else if (!was && input.value) {
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", value: input.value });
    hidden.name = `${record.dataset.record}._was`;
    input.closest(".record-body").prepend(hidden);
  }
  const known = document.getElementById(`words-${record.dataset.kind}`);
  const keys = [...form.querySelectorAll(`[data-kind="${record.dataset.kind}"][data-record] > .record-body [data-field="key"] input`)];
  const told = new Map([...known.options].map((option) => [option.value, option.textContent]));
  known.replaceChildren(...keys.filter((k) => k.value).map((k) => new Option(told.get(k.value) || "", k.value)));
}

// Steps can be dragged too; buttons and Alt with an arrow do the same.
function drag(form, undo, changed) {
  let row = null;
  let from = null;
  form.addEventListener("pointerdown", ({ target }) => {
    const handle = target.closest(".r-step");
    for (const step of form.querySelectorAll(".r-step[draggable]")) step.removeAttribute("draggable");
    if (handle && !target.closest("input, select, textarea, button, summary, label")) handle.draggable = true;
  });
  form.addEventListener("dragstart", (event) => {
    row = event.target.closest?.(".r-step");
    from = row?.nextElementSibling;
    event.dataTransfer?.setData("text/plain", "");
  });
  form.addEventListener("dragover", (event) => {
    const over = event.target.closest?.(".r-step");
    if (!row || !over || over === row || over.parentElement !== row.parentElement) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY < top + height / 2) over.before(row);
    else over.after(row);
  });
  form.addEventListener("dragend", () => {
    if (row && row.nextElementSibling !== from) {
      const [moved, next, list] = [row, from, row.parentElement];
      undo.add(() => list.insertBefore(moved, next), "moved step");
      changed();
    }
    row = null;
  });
}
