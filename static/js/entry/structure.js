// Draws a proposed precursor as its SMILES is typed, with formula, mass and InChIKey.
export function structure(page) {
  const spot = page.querySelector("[data-structure]");
  const input = page.querySelector('[name="smiles"]');
  if (!spot || !input) return;
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => draw(spot, input.value.trim()), 300);
  });
}

async function draw(spot, smiles) {
  if (!smiles) return spot.replaceChildren();
  const asked = new URLSearchParams({ smiles });
  const said = await fetch(`${spot.dataset.structure}?${asked}`).then((a) => a.json(), () => null);
  const line = document.createElement("p");
  if (!said || said.error) {
    line.className = "problem";
    line.textContent = said ? said.error : "drawn when the connection is back";
    return spot.replaceChildren(line);
  }
  line.textContent = `${said.formula}, ${said.molar_mass} g/mol, ${said.inchikey || "no InChIKey"}`;
  const picture = document.createElement("picture");
  const dark = document.createElement("source");
  dark.media = "screen and (prefers-color-scheme: dark)";
  dark.srcset = `${spot.dataset.drawing}?${asked}&ink=dark`;
  const image = new Image(240, 160);
  image.alt = `Structure of ${smiles}`;
  image.src = `${spot.dataset.drawing}?${asked}&ink=light`;
  picture.append(dark, image);
  return spot.replaceChildren(picture, line);
}

structure(document);
