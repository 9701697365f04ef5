// The entry form with a script: rows come and go at once, everything is saved by itself, read as it
// is typed, and can be undone. Without a script the same buttons go to the server.
import { Saver } from "./saving.js";
import { Undo } from "./undo.js";
import { rows } from "./rows.js";
import { readings } from "./readings.js";
import { completion } from "./completion.js";
import { citation } from "./citation.js";
import { pasting } from "./pasting.js";
import { keys } from "./keys.js";

const form = document.getElementById("entry");
if (form) {
  const undo = new Undo(form.querySelector("[data-undo]"));
  const saver = new Saver(form);
  const changed = () => saver.later();
  rows(form, undo, changed);
  readings(form);
  completion(form);
  citation(form, undo, changed);
  pasting(form, saver);
  keys(form, saver);
  undo.watch(form, changed);
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) saver.leaving();
  });
}
