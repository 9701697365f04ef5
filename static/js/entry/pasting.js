// Ctrl V outside a field, on the form: the page of pasting opens with what was pasted.
export function pasting(form, saver) {
  addEventListener("paste", async (event) => {
    if (event.target.closest?.("input, select, textarea")) return;
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    if (!plain.trim() && !html) return;
    event.preventDefault();
    const table = /<table/i.test(html) || /\t/.test(plain) || rows(plain);
    sessionStorage.setItem("asc-paste", JSON.stringify({ html, plain }));
    if (saver.dirty) await saver.now();
    saver.leaving();
    location.assign(`${form.dataset.paste}?kind=${table ? "table" : "text"}`);
  });
}

// CSV, and what a PDF gives: most of its lines are short and rather numbers than words.
function rows(plain) {
  const lines = plain.split(/\r?\n/).filter((line) => line.trim());
  const like = lines.filter((line) => {
    const parts = line.trim().split(/[\s;,|]+/);
    const numbers = parts.filter((part) => /^[~<>≤≥±"(−–-]*\d[\d.,eE×^⁻⁰-⁹−-]*[%")]*$/.test(part));
    return line.length < 200 && numbers.length * 2 >= parts.length;
  });
  return lines.length > 2 && like.length * 2 >= lines.length;
}
