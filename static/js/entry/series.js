// The grid of a series: Enter goes down, Ctrl D copies down, a pasted block spreads, cells are read as
// they are typed. Without a script the same buttons send the form.
const form = document.getElementById("series");
const grid = form.querySelector(".series-grid tbody");
const rows = () => [...grid.rows].map((row) => [...row.querySelectorAll("[data-cell]")]);

function place(cell) {
  const all = rows();
  const r = all.findIndex((row) => row.includes(cell));
  return [all, r, r < 0 ? -1 : all[r].indexOf(cell)];
}

function more() {
  const last = grid.rows[grid.rows.length - 1];
  const next = last.cloneNode(true);
  const number = Number(last.dataset.row) + 1;
  next.dataset.row = number;
  for (const cell of next.querySelectorAll("[data-cell]")) {
    cell.name = cell.name.replace(/^g-\d+-/, `g-${number}-`);
    cell.value = "";
    cell.defaultValue = "";
    cell.removeAttribute("aria-invalid");
    cell.parentElement.classList.remove("wrong");
  }
  for (const said of next.querySelectorAll(".reading, .problem, .key")) said.textContent = "";
  grid.append(next);
  return rows().at(-1);
}

function go(cell) {
  cell?.focus();
  cell?.select();
}

// The unit of the head belongs to a bare number; a cell may bring its own.
async function reading(input) {
  const box = input.parentElement;
  const [shown, wrong] = [box.querySelector(".reading"), box.querySelector(".problem")];
  const text = input.value.trim();
  let said = { words: "", error: "" };
  if (text && !(input.dataset.unit && /^(0|bare|uncoated|pristine|none)$/i.test(text) && input.name.endsWith("-v"))) {
    const unit = input.dataset.unit || "";
    const tries = [text];
    if (unit === "1/h") tries.push(`${text}C`);
    else if (unit && unit !== "1") tries.push(`${text} ${unit}`);
    for (const value of tries) {
      const query = new URLSearchParams({ property: input.dataset.reads, text: value });
      try {
        const answer = await fetch(`${form.dataset.reading}?${query}`, { headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        said = await answer.json();
      } catch {
        return;
      }
      if (!said.error) break;
    }
  } else if (text && input.name.endsWith("-v")) said.words = "control";
  if (input.value.trim() !== text) return;
  shown.textContent = said.error ? "" : said.words;
  wrong.textContent = said.error || "";
  wrong.hidden = !said.error;
  box.classList.toggle("wrong", Boolean(said.error));
  if (said.error) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  count();
}

function count() {
  const cells = rows().flat();
  const wrong = cells.filter((cell) => cell.hasAttribute("aria-invalid")).length;
  const tally = form.querySelector(".paste-tally");
  tally.querySelector("[data-read]").textContent =
    cells.filter((cell) => cell.parentElement.querySelector(".reading").textContent).length;
  tally.querySelector("[data-wrong]").textContent = wrong;
  tally.querySelector("[data-wrong]").closest("[hidden], .paste-tally > span").hidden = !wrong;
}

form.addEventListener("change", ({ target }) => {
  if (target.matches("[data-rereads]")) form.requestSubmit(form.querySelector("[value=read]"));
  else if (target.matches("[data-reads]")) reading(target);
});

form.addEventListener("click", (event) => {
  if (event.target.closest("[data-more]")) {
    event.preventDefault();
    go(more()[0]);
  }
});

form.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.isComposing) return;
  if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.querySelector("[data-take]").click();
  } else if (event.altKey && key === "ArrowDown") {
    event.preventDefault();
    const wrong = [...form.querySelectorAll("[aria-invalid]")];
    go(wrong.find((one) => target.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || wrong[0]);
  } else if (target.matches("[data-cell]")) {
    const [all, r, c] = place(target);
    if (key === "Enter" || key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      const back = key === "ArrowUp" || (key === "Enter" && event.shiftKey);
      const last = r === all.length - 1;
      if (back) go(all[r - 1]?.[c]);
      else if (!last) go(all[r + 1][c]);
      else if (key === "Enter" && all[r].some((cell) => cell.value.trim())) go(more()[c]);
    } else if (key.toLowerCase() === "d" && event.ctrlKey && r > 0) {
      event.preventDefault();
      target.value = all[r - 1][c].value;
      reading(target);
    } else if (key === "Escape") {
      target.value = target.defaultValue;
      reading(target);
    }
  } else if (key === "Enter" && target.matches("input")) {
    event.preventDefault(); // Enter goes on, it never submits
    const fields = [...form.querySelectorAll("input:not([type=hidden]), select")];
    go(fields[fields.indexOf(target) + 1]);
  }
});

form.addEventListener("paste", (event) => {
  if (!event.target.matches("[data-cell]")) return;
  const text = event.clipboardData.getData("text/plain");
  if (!/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const [, r, c] = place(event.target);
  text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").forEach((line, down) => {
    const row = rows()[r + down] || more();
    line.split("\t").forEach((value, right) => {
      const cell = row[c + right];
      if (!cell) return;
      cell.value = value.trim();
      reading(cell);
    });
  });
});
