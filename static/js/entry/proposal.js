// "Propose a new word" in place: the page of the proposal in a dialog over the form.
import { structure } from "./structure.js";

export async function propose(form, input, address, put) {
  let text;
  try {
    text = await fetch(address).then((answer) => answer.text());
  } catch {
    form.saver.say("No connection. A new word is proposed when it is back; what you typed stays.", "lost");
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const dialog = document.createElement("dialog");
  dialog.className = "propose";
  dialog.setAttribute("aria-labelledby", "propose-title");
  const title = page.querySelector("h1");
  title.id = "propose-title";
  const inner = page.querySelector("form.proposal");
  inner.action = address;
  const cancel = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: "Cancel" });
  cancel.addEventListener("click", () => dialog.close());
  inner.lastElementChild.append(" ", cancel);
  const lost = Object.assign(document.createElement("p"), { className: "problem", hidden: true });
  lost.role = "alert";
  lost.textContent = "No connection: nothing is sent yet. Try again when it is back.";
  inner.append(lost);
  dialog.append(title, inner);
  document.body.append(dialog);
  structure(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    input.focus();
  });
  inner.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = await form.saver.alone(() => send(address, inner, form));
    lost.hidden = Boolean(said);
    if (!said) return;
    if (said.key) {
      dialog.close();
      put(said.key);
      return;
    }
    for (const box of inner.querySelectorAll(".entry-field")) {
      const wrong = said.problems[box.dataset.field];
      const spot = box.querySelector(".problem");
      spot.textContent = (wrong || []).join("; ");
      spot.hidden = !wrong;
      box.classList.toggle("wrong", Boolean(wrong));
    }
    inner.querySelector(".wrong input, .wrong select")?.focus();
  });
  dialog.showModal();
  inner.querySelector("input:not([type=hidden])")?.focus();
}

// What the server says to the proposal: its key, or the problems by field; nothing without one.
async function send(address, inner, form) {
  const answer = await fetch(address, {
    method: "POST",
    body: new URLSearchParams(new FormData(inner)),
    headers: { Accept: "application/json" },
  }).catch(() => null);
  if (!answer) return null;
  const said = await answer.json();
  if (answer.ok) form.elements._revision.value = said.revision;
  return said;
}
