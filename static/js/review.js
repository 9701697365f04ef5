// The review of a submission: marks are kept without a reload, sections are walked by keys.
// Keys act only while the focus is among the sections, and never while something is typed.

const area = document.querySelector("[data-sections]");
const sections = area ? [...area.querySelectorAll(".review-section[data-mark]")] : [];
const MARKS = { p: "passed", a: "attention", t: "todo" };

function shown(section) {
  return section.checkVisibility ? section.checkVisibility() : section.offsetParent !== null;
}

function focusOn(section) {
  if (!section) return;
  const heading = section.querySelector("h3");
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "start" });
}

function step(from, by) {
  const visible = sections.filter(shown);
  const at = visible.indexOf(from);
  focusOn(visible[at < 0 ? 0 : Math.min(Math.max(at + by, 0), visible.length - 1)]);
}

function paint(section, mark) {
  const was = section.dataset.mark;
  section.dataset.mark = mark;
  for (const button of section.querySelectorAll(".marks button")) {
    button.setAttribute("aria-pressed", String(button.value === mark));
  }
  const anchor = section.querySelector("h3").id;
  const link = document.querySelector(`.contents a[href="#${CSS.escape(anchor)}"]`);
  if (link) {
    link.dataset.mark = mark;
    const dot = link.querySelector(".dot");
    dot.className = `dot ${mark}`;
    dot.querySelector(".away").textContent = `${mark}: `;
  }
  const passed = document.querySelector("[data-passed]");
  if (passed) {
    const change = Number(mark === "passed") - Number(was === "passed");
    passed.textContent = Number(passed.textContent) + change; // sections of other pages count too
  }
}

async function keep(form, mark) {
  const body = new FormData(form);
  body.set("mark", mark);
  const section = form.closest(".review-section");
  const was = section.dataset.mark;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
    });
    const told = await answer.json();
    if (told.mark !== mark) throw new Error("refused");
  } catch {
    const button = form.querySelector(`button[value="${mark}"]`);
    button.plain = true; // as without scripts: the page says why
    form.requestSubmit(button);
    return;
  }
  paint(section, mark);
  // what stands in the way of an approval, or no longer does, is for the server to say
  if (was === "attention" || mark === "attention") location.reload();
  else if (mark === "passed") step(section, 1);
}

for (const form of area ? area.querySelectorAll(".marks") : []) {
  form.addEventListener("submit", (event) => {
    if (!event.submitter || event.submitter.plain) return;
    event.preventDefault();
    keep(form, event.submitter.value);
  });
}

area?.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const section = event.target.closest(".review-section[data-mark]");
  if (event.key === "j") step(section, 1);
  else if (event.key === "k") step(section, -1);
  else if (MARKS[event.key] && section) {
    const form = section.querySelector(".marks");
    if (form) keep(form, MARKS[event.key]);
  } else return;
  event.preventDefault();
});

const keys = document.querySelector(".keys");
if (keys && sections.length > 1) keys.hidden = false;
