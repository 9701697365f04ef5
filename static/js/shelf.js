/* Keeps the shelf in this browser. The form and the address work without it. */

const KEY = "asc-shelf";
const FIELDS = ["source_max", "substrate_max", "electrode", "must"];
const form = document.getElementById("shelf");
document.documentElement.classList.add("scripted");

function saved() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || null;
  } catch {
    return null; // storage is off, or holds what is not ours
  }
}

function fill(shelf) {
  form.elements.plasma.checked = shelf.plasma === "no";
  for (const box of form.querySelectorAll("input[name=precursor]")) {
    box.checked = (shelf.precursors || []).includes(box.value);
  }
  for (const name of FIELDS) {
    form.elements[name].value = shelf[name] || "";
  }
}

function keep() {
  const data = new FormData(form);
  const shelf = { precursors: data.getAll("precursor"), plasma: data.get("plasma") };
  for (const name of FIELDS) shelf[name] = data.get(name);
  try {
    localStorage.setItem(KEY, JSON.stringify(shelf));
  } catch {
    // a full or forbidden storage keeps nothing; the address still does
  }
}

// an address that holds a shelf is shown as it is: it may be somebody else's
if (!location.search && saved()) fill(saved());
form.addEventListener("change", keep);
form.addEventListener("submit", keep);
document.getElementById("forget").addEventListener("click", () => {
  try {
    localStorage.removeItem(KEY);
  } finally {
    fill({});
  }
});
