// Beside a printed value: how it is read, a moment after it is typed.
const known = new Map();

export function readings(form) {
  form.addEventListener("input", ({ target }) => {
    if (target.matches("[data-reads]")) soon(form, target);
    const row = target.closest("[data-record]");
    const name = target.closest("[data-field]")?.dataset.field;
    row?.querySelectorAll(`[data-of="${name}"]`).forEach((input) => soon(form, input));
  });
}

function soon(form, input) {
  clearTimeout(input.timer);
  input.timer = setTimeout(() => read(form, input), 180);
}

function propertyOf(input) {
  if (input.dataset.reads) return input.dataset.reads;
  const row = input.closest("[data-record]");
  const named = [...row.querySelectorAll(`[data-field="${input.dataset.of}"] select`)];
  return named.find((select) => select.closest("[data-record]") === row)?.value || "";
}

async function read(form, input) {
  const spot = input.closest(".entry-field").querySelector(".reading");
  const [property, text] = [propertyOf(input), input.value.trim()];
  if (!property || !text) return say(spot, "");
  const address = `${form.dataset.reading}?${new URLSearchParams({ property, text })}`;
  try {
    if (!known.has(address)) {
      const answer = await fetch(address);
      if (!answer.ok) return say(spot, "");
      known.set(address, await answer.json());
    }
    const { words, error } = known.get(address);
    if (input.value.trim() === text) say(spot, error || words, Boolean(error));
  } catch {
    say(spot, "read when the connection is back");
  }
  return undefined;
}

function say(spot, text, wrong = false) {
  spot.textContent = text;
  spot.classList.toggle("unread", wrong);
}
