// Saves the whole form a moment after the last change. Without a connection the form itself is the
// memory: it is sent again until it arrives. A lost update stops it and says so.
const SOON = 1200;
const SLOWEST = 30000;

export class Saver {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector(".entry-state");
    this.tally = form.querySelector(".entry-wrong");
    this.wait = SOON;
    this.dirty = false;
    this.stopped = false;
    this.busy = false;
    form.saver = this;
    addEventListener("online", () => this.dirty && this.now());
    addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.left) event.preventDefault();
    });
  }

  leaving() {
    this.left = true;
    clearTimeout(this.timer);
  }

  later(after = SOON) {
    if (this.stopped) return;
    this.dirty = true;
    this.changes = (this.changes || 0) + 1;
    this.say("Not saved yet", "waiting");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), after);
  }

  async now() {
    if (this.busy || this.stopped || this.left) return;
    clearTimeout(this.timer);
    this.busy = true;
    const sent = this.changes;
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      await this.take(answer, sent);
    } catch {
      this.again("No connection. What you type is kept in this tab and saved when it is back.");
    } finally {
      this.busy = false;
    }
    if (this.dirty && this.changes !== sent) this.later();
  }

  async take(answer, sent) {
    if (answer.status === 412) {
      const { by } = await answer.json();
      this.stop(`${by} saved this draft meanwhile. Press Save to see both.`);
    } else if (answer.status >= 500 || answer.status === 429) {
      this.again("The server does not answer; trying again. What you typed is kept in this tab.");
    } else if (!answer.ok) {
      this.stop("This cannot be saved as it is; press Save to see why.");
    } else {
      const said = await answer.json();
      this.form.elements._revision.value = said.revision;
      if (this.form.elements._spans) this.form.elements._spans.value = said.spans;
      this.wait = SOON;
      if (this.changes === sent) this.dirty = false;
      this.say(`Saved, revision ${said.revision}`, "saved");
      this.show(said);
      if ("same" in said) this.same(said.same);
      this.flags();
    }
  }

  // Something else is to be written first: no save of ours runs beside it.
  async alone(write) {
    clearTimeout(this.timer);
    while (this.busy) await new Promise((done) => setTimeout(done, 50));
    this.busy = true;
    try {
      return await write();
    } finally {
      this.busy = false;
      if (this.dirty) this.later();
    }
  }

  again(text) {
    this.say(text, "lost");
    this.wait = Math.min(this.wait * 2, SLOWEST);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), this.wait);
  }

  stop(text) {
    this.stopped = true;
    this.say(text, "conflict");
  }

  say(text, state) {
    if (this.state.textContent !== text) this.state.textContent = text;
    this.state.dataset.state = state;
  }

  show({ problems, records, set, wrong }) {
    for (const [name, text] of Object.entries(set)) {
      const input = this.form.elements[name];
      if (input && document.activeElement !== input) {
        input.value = text;
        input.dispatchEvent(new CustomEvent("put", { bubbles: true }));
      }
    }
    for (const box of this.form.querySelectorAll(".entry-field")) {
      const input = box.querySelector("input, select, textarea");
      tell(box.querySelector(".problem"), problems[input.name]);
      box.classList.toggle("wrong", Boolean(problems[input.name]));
      if (problems[input.name]) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    for (const record of this.form.querySelectorAll("[data-record]")) {
      tell(record.querySelector(".record-problems"), records[record.dataset.record]);
      const count = record.querySelectorAll(".entry-field.wrong").length;
      const tally = record.querySelector(":scope > summary .record-wrong");
      if (tally) {
        tally.hidden = !count;
        tally.textContent = `${count} to mend`;
      }
    }
    this.tally.hidden = !wrong;
    this.tally.textContent = `${wrong} to mend`;
  }

  // Where the citation names a paper that is here already, it is offered.
  same(list) {
    const note = document.getElementById("same");
    note.querySelector(".same-list").innerHTML = list;
    note.hidden = !list;
  }

  // What looks implausible is computed by the server from the draft as saved.
  flags() {
    clearTimeout(this.looking);
    this.looking = setTimeout(async () => {
      try {
        const answer = await fetch(this.form.dataset.flags, { headers: { Accept: "application/json" } });
        if (answer.ok) this.doubt((await answer.json()).flags);
      } catch {
        // flags are a help: the next save brings them
      }
    }, 800);
  }

  doubt(flags) {
    const named = numbered(this.form);
    for (const spot of this.form.querySelectorAll(".doubt")) tell(spot, null);
    for (const [name, said] of Object.entries(flags)) {
      const record = named.get(name);
      if (!record) continue;
      tell(record.querySelector(".record-doubts"), said.record);
      for (const [field, texts] of Object.entries(said.fields)) {
        const own = field.slice(name ? name.length + 1 : 0);
        const box = [...record.querySelectorAll(`[data-field="${own}"]`)].find(
          (each) => each.closest("[data-record]") === record,
        );
        if (box) tell(box.querySelector(".doubt"), texts);
      }
    }
  }
}

// Records by the names that the server numbers them with: their order in the form.
function numbered(form) {
  const found = new Map();
  const walk = (record, name) => {
    found.set(name, record);
    for (const list of record.querySelectorAll("[data-list]")) {
      if (list.parentElement.closest("[data-record]") !== record) continue;
      inside(list, name, walk);
    }
  };
  found.set("", form.querySelector('[data-record=""]'));
  for (const list of form.querySelectorAll("[data-list]")) {
    if (!list.parentElement.closest('[data-record]:not([data-record=""])')) inside(list, "", walk);
  }
  return found;
}

function inside(list, name, walk) {
  const short = list.dataset.list.split(".").pop();
  const items = [...list.querySelector(".list-items").children].filter((item) =>
    [...item.querySelectorAll("input, select, textarea")].some((input) => input.value),
  );
  items.forEach((item, number) => walk(item, `${name ? `${name}.` : ""}${short}[${number}]`));
}

function tell(spot, texts) {
  if (!spot) return;
  const text = (texts || []).join("; ");
  if (spot.textContent.trim() !== text) spot.textContent = text;
  spot.hidden = !text;
}
