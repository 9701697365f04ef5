// Pasting with keys: the page is read anew by the server at each change, and nothing is kept there.
// Without a script the same buttons send the form.
const form = document.getElementById("paste");
const part = document.getElementById("paste-read");
const kept = "asc-paste";
let typing = 0;

async function reread(press = "read") {
  const focused = document.activeElement?.id;
  const body = new FormData(form);
  body.set("do", press);
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, headers: { "X-Part": "1" } });
    const text = await answer.text();
    if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
    part.innerHTML = text;
    prepare();
    (document.getElementById(focused) || part.querySelector("[data-cell], .paste-list > li"))?.focus();
  } catch {
    say("The server does not answer. What you pasted is still here: try again.");
  }
}

function say(text) {
  const note = part.querySelector("[role=alert]") || document.createElement("p");
  note.className = "note bad";
  note.setAttribute("role", "alert");
  note.textContent = text;
  part.prepend(note);
}

// What the clipboard has: a table as HTML beside the same as plain text.
function put(html, plain) {
  form.elements.html.value = form.dataset.kind === "text" ? "" : html;
  form.elements.source.value = plain;
  for (const name of ["head_rows", "orientation"]) form.elements[name]?.remove();
  for (const select of part.querySelectorAll("[name^=map-], [name^=cell-]")) select.disabled = true;
  reread();
}

addEventListener("paste", (event) => {
  const field = event.target.closest?.("input, select");
  if (field) return;
  const html = event.clipboardData.getData("text/html");
  const plain = event.clipboardData.getData("text/plain");
  if (!html && !plain) return;
  event.preventDefault();
  put(html, plain);
});

form.addEventListener("change", ({ target }) => {
  clearTimeout(typing);
  // letters typed on a closed choice come one by one
  if (target.matches("[name^=map-]")) typing = setTimeout(reread, 300);
  else if (target.matches("[data-rereads], [data-cell]")) reread();
  else if (target.matches("[type=file]") && target.files.length) reread();
});

form.addEventListener("input", ({ target }) => {
  if (target.id === "source") form.elements.html.value = "";
});

form.addEventListener("click", ({ target }) => {
  const fix = target.closest("[data-fix]");
  if (fix) {
    document.getElementById(fix.dataset.fix).value = fix.dataset.text;
    reread();
  }
  if (target.closest("[data-drop]")) drop(target.closest("li"));
  if (target.closest("[data-all-sure]")) allSure(current());
});

form.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.isComposing) return;
  if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.querySelector("[data-take]")?.click();
  } else if (target.closest(".paste-grid")) inGrid(event);
  else if (target.matches(".paste-list > li")) inList(event);
  else if (target.closest(".paste-list")) {
    if (key === "Escape" || (key === "Enter" && target.matches("input, select"))) {
      event.preventDefault();
      target.closest("li").focus();
    }
  } else if (key === "Enter" && target.matches("#at, #head_rows")) {
    event.preventDefault();
    reread();
  }
});

// --- the grid ---
function rowsOf() {
  const rows = [...part.querySelectorAll(".paste-grid tr")];
  return rows.map((row) => [...row.querySelectorAll(":scope > th > select, :scope > td > [data-cell]")]);
}

function inGrid(event) {
  const { key, target } = event;
  const rows = rowsOf();
  const r = rows.findIndex((row) => row.includes(target));
  if (r < 0) return;
  const c = rows[r].indexOf(target);
  const head = target.matches("[name^=map-]");
  const text = target.matches("input");
  const end = !text || (target.selectionStart === target.selectionEnd && target.selectionEnd === target.value.length);
  const begin = !text || (target.selectionStart === 0 && target.selectionEnd === 0) || target.value.length === target.selectionEnd - target.selectionStart;
  const go = (row, column) => {
    const next = rows[row]?.[Math.min(column, rows[row].length - 1)];
    if (!next) return;
    event.preventDefault();
    roving(next);
    next.focus();
    next.select?.();
  };
  if (event.altKey && key === "ArrowDown") {
    event.preventDefault();
    nextAsked(target);
  } else if (key === "ArrowDown" || (key === "Enter" && !head && !event.shiftKey)) go(r + 1, c);
  else if (key === "ArrowUp" || (key === "Enter" && !head && event.shiftKey)) go(r - 1, c);
  else if (key === "ArrowRight" && (end || (text && target.selectionEnd - target.selectionStart === target.value.length))) go(r, c + 1);
  else if (key === "ArrowLeft" && begin) go(r, c - 1);
  else if (head && key === "Enter") {
    event.preventDefault();
    target.showPicker?.();
  } else if (head && key === "Delete") {
    event.preventDefault();
    target.value = "-";
    reread();
  } else if (head && /^[1-9]$/.test(key)) {
    const likely = target.querySelector("optgroup[data-likely]")?.children[key - 1];
    if (!likely) return;
    event.preventDefault();
    target.value = likely.value;
    reread();
  } else if (head && key === "t") {
    event.preventDefault();
    reread("turn");
  } else if (key === "h" && (head || event.altKey)) {
    event.preventDefault();
    form.elements.head_rows.value = Number(target.name.split("-")[1]) + 1;
    reread();
  } else if (key === "Escape" && text) {
    target.value = target.defaultValue; // what stood there before it was mended
  }
}

function nextAsked(from) {
  const asked = [...part.querySelectorAll(".paste-grid [aria-invalid]")];
  const after = asked.find((one) => from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  const next = after || asked[0];
  if (next) {
    roving(next);
    next.focus();
    next.select?.();
  }
}

function roving(one) {
  for (const each of rowsOf().flat()) each.tabIndex = each === one ? 0 : -1;
}

// --- the list ---
const done = [];
const items = () => [...part.querySelectorAll(".paste-list > li[data-number]")];
const current = () => document.activeElement?.closest?.(".paste-list > li") || items().find((li) => li.tabIndex === 0);

function move(li) {
  if (!li) return;
  for (const each of items()) each.tabIndex = each === li ? 0 : -1;
  li.focus();
  li.scrollIntoView({ block: "nearest" });
}

const stateOf = (li) => ({ li, className: li.className, ok: box(li).checked, values: [...li.querySelectorAll("select, input:not([type=checkbox])")].map((f) => f.value) });
const box = (li) => li.querySelector("[type=checkbox]");

function remember(...lis) {
  done.push(lis.map(stateOf));
}

function count() {
  const shown = part.querySelector("[data-confirmed]");
  if (shown) shown.textContent = items().filter((li) => box(li).checked).length;
}

function confirm(li) {
  const [property, record] = li.querySelectorAll("select");
  if (!property.value || !record.value) return (property.value ? record : property).focus();
  remember(li);
  mark(li, true);
  move(items()[items().indexOf(li) + 1]);
}

function mark(li, yes) {
  box(li).checked = yes;
  li.classList.toggle("confirmed", yes);
  li.classList.remove("dropped");
  count();
}

function drop(li) {
  remember(li);
  mark(li, false);
  li.classList.add("dropped");
  move(items()[items().indexOf(li) + 1] || li);
}

function allSure(li) {
  if (!li) return;
  const alike = items().filter((one) => one.dataset.confidence === "sure" && one.dataset.record === li.dataset.record && !one.classList.contains("dropped"));
  remember(...alike);
  for (const one of alike) mark(one, true);
}

function undo() {
  for (const { li, className, ok, values } of done.pop() || []) {
    li.className = className;
    box(li).checked = ok;
    [...li.querySelectorAll("select, input:not([type=checkbox])")].forEach((f, i) => (f.value = values[i]));
    move(li);
  }
  count();
}

function inList(event) {
  const { key, target: li } = event;
  const [property, record] = li.querySelectorAll("select");
  const value = li.querySelector("[name^=v-]");
  const at = items().indexOf(li);
  const keys = {
    ArrowDown: () => move(items()[at + 1]),
    ArrowUp: () => move(items()[at - 1]),
    Enter: () => (event.shiftKey ? allSure(li) : confirm(li)),
    Delete: () => drop(li),
    Backspace: () => drop(li),
    u: undo,
    r: () => {
      remember(li);
      record.selectedIndex = (record.selectedIndex + 1) % record.options.length || 1;
    },
    e: () => value.focus(),
    Escape: () => {},
  };
  if (event.shiftKey && (key === "ArrowLeft" || key === "ArrowRight")) {
    event.preventDefault();
    return stretch(li, key === "ArrowRight" ? 1 : -1);
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^[1-9]$/.test(key) && property.options[Number(key)]) {
    event.preventDefault();
    remember(li);
    property.selectedIndex = Number(key);
  } else if (keys[key]) {
    event.preventDefault();
    keys[key]();
  }
}

// The span grows or shrinks by a word at its end.
function stretch(li, by) {
  const shown = li.querySelector("mark");
  const rest = shown.nextSibling;
  remember(li);
  if (by > 0) {
    const word = rest.textContent.match(/^\s*[^\s…]+/)?.[0];
    if (!word) return;
    shown.textContent += word;
    rest.textContent = rest.textContent.slice(word.length);
  } else {
    const word = shown.textContent.match(/\s+\S+$/)?.[0];
    if (!word) return;
    shown.textContent = shown.textContent.slice(0, -word.length);
    rest.textContent = word + rest.textContent;
  }
  li.querySelector("[name^=v-]").value = shown.textContent.trim();
}

function prepare() {
  const first = rowsOf().flat()[0];
  if (first) roving(first);
  for (const option of part.querySelectorAll(".paste-list [type=checkbox]")) {
    option.addEventListener("change", () => mark(option.closest("li"), option.checked));
  }
  count();
}

prepare();
const waiting = sessionStorage.getItem(kept);
if (waiting) {
  sessionStorage.removeItem(kept);
  const { html, plain } = JSON.parse(waiting);
  put(html, plain);
}
