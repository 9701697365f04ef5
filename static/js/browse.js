// Lists without a reload: a change of a filter sends the form, the answer replaces the list, what
// was unfolded stays unfolded. Without this file everything is a plain form with a button.

const DENSE = "asc-dense";
const WIDE = matchMedia("(min-width: 90rem) and (pointer: fine)"); // dense there unless chosen otherwise
const MOST = 8; // as many as the page of comparison takes
const kept = { open: new Map(), panel: 0, more: new Map() };
const ticked = new Set();

const browse = () => document.getElementById("browse");

function keep() {
  kept.open.clear();
  for (const fold of browse()?.querySelectorAll("details[id]") ?? []) kept.open.set(fold.id, fold.open);
  kept.panel = document.getElementById("filters")?.scrollTop ?? 0;
}

function restore() {
  for (const [id, open] of kept.open) {
    const fold = document.getElementById(id);
    if (fold) fold.open = open;
  }
  const panel = document.getElementById("filters");
  if (panel) panel.scrollTop = kept.panel;
  arrange();
  const count = document.getElementById("count");
  const said = document.getElementById("said");
  if (said) said.textContent = count?.textContent ?? document.getElementById("problems")?.textContent ?? "";
  // what had the focus may be gone, as a filter that was taken away is: the count says what is left
  if (document.activeElement === document.body) count?.focus({ preventScroll: true });
}

// What the server does not know: density, ticks, and that there is a script.
function arrange() {
  const dense = document.getElementById("dense");
  if (dense) dense.checked = (localStorage.getItem(DENSE) ?? (WIDE.matches ? "1" : "0")) === "1";
  for (const button of document.querySelectorAll("button.copy")) button.hidden = false;
  for (const box of document.querySelectorAll(".pick input")) box.checked = ticked.has(box.value);
  count_ticks();
}

function count_ticks() {
  const button = document.querySelector("#compare button");
  if (!button) return;
  button.textContent = ticked.size ? `Compare ${ticked.size} of at most ${MOST}` : "Compare ticked";
  button.disabled = ticked.size < 2;
  for (const box of document.querySelectorAll(".pick input")) {
    box.disabled = !box.checked && ticked.size >= MOST;
  }
}

document.addEventListener("change", ({ target }) => {
  const form = target.form?.getAttribute("id"); // a field named id hides the form's own
  if (form === "filters") {
    const other = document.getElementById((target.id.startsWith("e-") ? "n-" : "e-") + target.value);
    if (target.closest(".el") && other) other.checked = false; // never both
    target.form.requestSubmit();
  } else if (form === "choose") {
    target.form.requestSubmit();
  } else if (form === "compare") {
    if (target.checked) ticked.add(target.value);
    else ticked.delete(target.value);
    count_ticks();
  } else if (target.id === "dense") {
    localStorage.setItem(DENSE, target.checked ? "1" : "0");
  }
});

// Ticks of other pages of the list travel along.
document.addEventListener("submit", ({ target }) => {
  if (target.getAttribute("id") !== "compare") return;
  target.querySelectorAll("input[type=hidden]").forEach((old) => old.remove());
  const here = new Set([...document.querySelectorAll(".pick input")].map((box) => box.value));
  for (const id of ticked) {
    if (here.has(id)) continue;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "id", value: id });
    target.append(field);
  }
});

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("button.copy");
  if (button) {
    const words = document.getElementById(button.dataset.copy).textContent;
    await navigator.clipboard.writeText(words);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
    return;
  }
  for (const tool of document.querySelectorAll("details.tool[open]")) {
    if (!tool.contains(target)) tool.open = false;
  }
});

document.addEventListener("keydown", ({ key, target }) => {
  const tool = key === "Escape" && target.closest?.("details.tool[open]");
  if (!tool) return;
  tool.open = false;
  tool.querySelector("summary").focus();
});

document.addEventListener("htmx:beforeSwap", keep);
document.addEventListener("htmx:afterSwap", restore);
arrange();
