// Ctrl V outside a field, on the form: the page of pasting opens with what was pasted.
export function pasting(form, saver) {
  addEventListener("paste", async (event) => {
    if (event.target.closest?.("input, select, textarea")) return;
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    if (!plain.trim() && !html) return;
    event.preventDefault();
    const table = /<table/i.test(html) || /\t/.test(plain);
    sessionStorage.setItem("asc-paste", JSON.stringify({ html, plain }));
    if (saver.dirty) await saver.now();
    saver.leaving();
    location.assign(`${form.dataset.paste}?kind=${table ? "table" : "text"}`);
  });
}
