// The form by keys alone: Enter goes on and never submits, F8 to what is to be mended, Tab from field
// to field. Each key is a button too; "?" lists them.
const FIELDS = "input:not([type=hidden]):not([type=button]), select, textarea";

const shown = (node) => node.checkVisibility({ checkVisibilityCSS: true });

// Fields of the form in their order, those of folded records and folds left out.
const fields = (form) => [...form.querySelectorAll(FIELDS)].filter((f) => !f.disabled && shown(f));

export function go(target) {
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  target.scrollIntoView({ block: "center" });
  target.focus();
  target.select?.();
}

export function keys(form, saver) {
  const run = {
    save: () => saver.now(),
    next: () => problem(form, 1),
    before: () => problem(form, -1),
    add: () => add(form),
    record: () => record(form, 1),
    above: () => record(form, -1),
    fold: () => fold(form),
    help: () => document.getElementById("entry-keys").showModal(),
  };
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) return enter(form, event);
    const named = name(event);
    if (!named) return;
    event.preventDefault();
    event.stopPropagation();
    run[named]();
  });
  addEventListener("keydown", (event) => {
    const typing = event.target.matches?.(FIELDS);
    const named = form.contains(event.target) ? "" : name(event);
    if (!named && (typing || event.key !== "?")) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    run[named || "help"]();
  });
  for (const button of document.querySelectorAll("[data-key]")) {
    button.hidden = false;
    button.addEventListener("click", () => run[button.dataset.key]());
  }
  document.querySelector("[data-problem]")?.addEventListener("click", run.next);
  steps(form);
  new MutationObserver(() => steps(form)).observe(form, { childList: true, subtree: true });
  if (location.hash) arrive(form);
}

function name({ key, altKey, ctrlKey, metaKey, shiftKey }) {
  if ((ctrlKey || metaKey) && key.toLowerCase() === "s") return "save";
  if (key === "F8") return shiftKey ? "before" : "next";
  if (!altKey || ctrlKey || shiftKey) return "";
  return { n: "add", ArrowDown: "record", ArrowUp: "above", f: "fold" }[key] || "";
}

// In a text of several lines Shift Enter begins the next line, and Enter only where each line is a row.
// In the last field of a row Enter makes another one, unless the row says nothing yet.
function enter(form, event) {
  const { target } = event;
  const one = target.matches("input, select") || (target.closest(".area:not(.f-rows)") && !event.shiftKey);
  if (!one || target.getAttribute("aria-activedescendant")) return;
  event.preventDefault();
  const row = target.closest("[data-record]");
  const own = fields(form).filter((f) => f.closest("[data-record]") === row);
  const list = row?.parentElement.closest("[data-list]");
  const said = own.some((f) => f.value.trim() && !["at", "extraction"].includes(f.closest("[data-field]")?.dataset.field));
  if (own.at(-1) === target && row.tagName !== "DETAILS" && list && !row.nextElementSibling && said) {
    list.querySelector(":scope > [data-do=add]").click();
    return;
  }
  const all = fields(form);
  const next = all[all.indexOf(target) + (event.shiftKey ? -1 : 1)];
  if (next) go(next);
}

function problem(form, by) {
  const wrong = [...form.querySelectorAll("[aria-invalid]"), ...form.querySelectorAll(".record-problems:not([hidden])")];
  wrong.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const here = document.activeElement;
  const side = by > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const beyond = wrong.filter((one) => one !== here && here.compareDocumentPosition(one) & side);
  const found = (by > 0 ? beyond[0] || wrong[0] : beyond.at(-1) || wrong.at(-1));
  if (!found) return;
  if (!found.matches(FIELDS)) found.tabIndex = -1;
  go(found);
}

// To the list that the cursor is in, else to the coatings.
function add(form) {
  const list = document.activeElement.closest?.("[data-list]") || form.querySelector("[data-list]");
  list.querySelector(":scope > [data-do=add]").click();
}

function record(form, by) {
  const all = [...form.querySelectorAll("details[data-record]")];
  const here = all.findIndex((one) => one.contains(document.activeElement));
  const next = here < 0 ? all[by > 0 ? 0 : all.length - 1] : all[here + by];
  if (!next) return;
  next.open = true;
  go(next.querySelector(FIELDS));
}

function fold(form) {
  const here = document.activeElement.closest?.("details[data-record]");
  if (here) {
    here.open = false;
    here.querySelector("summary").focus();
    return;
  }
  const all = [...form.querySelectorAll("details[data-record]")];
  const open = all.some((one) => one.open);
  for (const one of all) one.open = !open;
}

// What is done to a row has its keys: Tab stops only at fields, at summaries and at what adds.
function steps(form) {
  for (const button of form.querySelectorAll(".record-tools button:not([tabindex])")) button.tabIndex = -1;
}

// From a link to a field, such as those of the check page.
function arrive(form) {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !form.contains(target)) return;
  go(target.matches(FIELDS) ? target : target.querySelector(FIELDS) || target);
}
