// Every change of the form can be taken back: a text typed, a row added, moved or removed.
export class Undo {
  constructor(button) {
    this.done = [];
    this.button = button;
    button.hidden = false;
    button.addEventListener("click", () => this.back());
    addEventListener("keydown", (event) => {
      const typing = event.target.matches?.("input, textarea");
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey && !typing) {
        event.preventDefault();
        this.back();
      }
    });
  }

  add(back, what) {
    this.done.push({ back, what });
    if (this.done.length > 500) this.done.shift();
    this.show();
  }

  back() {
    const last = this.done.pop();
    if (last) last.back();
    this.show();
    this.changed?.();
  }

  show() {
    const last = this.done.at(-1);
    this.button.disabled = !last;
    this.button.textContent = last ? `Undo: ${last.what}` : "Undo";
  }

  // A field's text, from when it was entered to when it was left, is one change.
  watch(form, changed) {
    this.changed = changed;
    form.addEventListener("focusin", ({ target }) => {
      if ("value" in target) target.dataset.before = target.value;
    });
    form.addEventListener("change", ({ target }) => {
      const before = target.dataset.before ?? target.defaultValue ?? "";
      if (!("value" in target) || before === target.value) return;
      const label = target.labels?.[0]?.textContent.replace("*", "").trim() || "a field";
      this.add(() => {
        target.value = before;
        target.dispatchEvent(new Event("input", { bubbles: true }));
        target.focus();
      }, label);
      target.dataset.before = target.value;
    });
  }
}
