// A citation that Crossref did not give at the start is fetched later: it fills what is empty.
export function citation(form, undo, changed) {
  const doi = form.querySelector('[name="citation.DOI"]');
  if (!doi) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: "Fill in from the DOI" });
  const spot = Object.assign(document.createElement("span"), { className: "hint" });
  spot.role = "status";
  doi.closest(".entry-field").append(button, spot);
  const show = () => (button.hidden = !doi.value.trim());
  doi.addEventListener("input", show);
  show();
  button.addEventListener("click", async () => {
    button.disabled = true;
    spot.textContent = "Asking Crossref …";
    const address = `${form.dataset.citation}?${new URLSearchParams({ doi: doi.value.trim() })}`;
    const said = await fetch(address).then((answer) => answer.json(), () => ({ error: "No connection" }));
    button.disabled = false;
    if (said.error) {
      spot.textContent = `${said.error}. Type or paste the rest.`;
      return;
    }
    const filled = fill(form, said.fields);
    spot.textContent = filled.length ? `Filled ${filled.length} fields` : "Nothing was empty";
    if (filled.length) undo.add(() => filled.forEach((input) => (input.value = "")), "citation from the DOI");
    changed();
  });
}

function fill(form, fields) {
  const empty = Object.keys(fields).filter((name) => form.elements[name] && !form.elements[name].value.trim());
  return empty.map((name) => {
    form.elements[name].value = fields[name];
    return form.elements[name];
  });
}
