// The worklist by keys: arrows walk the rows, Space chooses, a gives, Enter enters. They act while a
// row has the focus; without a script boxes and buttons do the same.
const form = document.getElementById("worklist");
const rows = form ? [...form.querySelectorAll("[data-listed]")] : [];

function go(row) {
  if (!row) return;
  for (const each of rows) each.tabIndex = each === row ? 0 : -1;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

rows.forEach((row, number) => (row.tabIndex = number ? -1 : 0));
form?.addEventListener("keydown", (event) => {
  const at = rows.indexOf(event.target);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = {
    ArrowDown: () => go(rows[at + 1]),
    ArrowUp: () => go(rows[at - 1]),
    " ": () => event.target.querySelector("[type=checkbox]").click(),
    a: () => form.querySelector("#to").focus(),
    Enter: () => event.target.querySelector("[data-enter]")?.click(),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
