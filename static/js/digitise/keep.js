// What becomes of the points: copied as CSV or JSON, or put into a draft, each series told what it is.
import { choice, field, fill, h } from "./dom.js";

const PROFILE = "profile";

// All series as CSV: a row for each point, values with their reading errors.
export function asCsv(state) {
  const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const plain = (value) => (Number.isFinite(value) ? Number(value.toPrecision(7)).toString() : "");
  const lines = ["series,x,x_error,y,y_error,low,high,x_unit,y_unit"];
  for (const one of state.now.series) {
    const calibration = state.calibration(one);
    if (!calibration) continue;
    const units = [state.axis(one.x).unit ?? "", state.axis(one.y).unit ?? ""];
    for (const p of one.points) {
      const row = calibration.row(p.x, p.y, p.sd);
      const end = (v) => ((v ?? null) === null ? "" : plain(calibration.row(p.x, v).y));
      lines.push([one.label || one.key, plain(row.x), plain(row.xError), plain(row.y), plain(row.yError), end(p.low), end(p.high), ...units].map(cell).join(","));
    }
  }
  return `${lines.join("\n")}\n`;
}

export class Keep {
  constructor(panel, state, settings) {
    Object.assign(this, { panel, state, settings, drafts: null, draft: null, meant: new Map(), said: "" });
    this.load();
  }

  get blocked() {
    const { now } = this.state;
    if (!now.image) return "Open the picture first: its size and checksum are kept with the points.";
    if (!now.series.some((one) => one.points.length)) return "There are no points yet.";
    const bare = now.series.find((one) => one.points.length && !this.state.calibration(one));
    if (bare) return `The axes of ${bare.label || bare.key} are not calibrated yet.`;
    return now.at.trim() ? "" : "Say which figure it is.";
  }

  show() {
    const { blocked } = this;
    fill(this.panel,
      blocked ? h("p", { class: "quiet", id: "keep-blocked" }, blocked) : null,
      h("p", { class: "dig-buttons" },
        h("button", { type: "button", class: "plain", id: "keep-csv", disabled: Boolean(blocked), onclick: () => this.copy(asCsv(this.state), "CSV") }, "Copy as CSV"),
        h("button", { type: "button", class: "plain", id: "keep-json", disabled: Boolean(blocked), onclick: () => this.copy(JSON.stringify(this.state.entry(), null, 1), "JSON") }, "Copy as JSON")),
      this.drafts === null ? null : this.drafting(blocked),
      h("p", { id: "keep-said", role: "status" }, this.said),
      this.kept ? h("p", {}, h("a", { href: this.kept, id: "keep-to-draft" }, "To the draft")) : null);
  }

  say(text) {
    this.said = text;
    this.show();
  }

  async copy(text, name) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(`Copied as ${name}.`);
    } catch {
      const file = h("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain" })), download: `figure.${name.toLowerCase()}` });
      file.click();
      this.say(`Saved as figure.${name.toLowerCase()}: the clipboard is not open to this page.`);
    }
  }

  async ask(path, options = {}) {
    const answer = await fetch(path, { ...options, headers: { Accept: "application/json", ...options.headers } });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      const error = new Error((body.errors ?? []).map((e) => `${e.path}: ${e.message}`).slice(0, 5).join("; ") || body.detail || `the server answers ${answer.status}`);
      throw Object.assign(error, { status: answer.status });
    }
    return { body, etag: answer.headers.get("ETag") };
  }

  async load() {
    try {
      const { body } = await this.ask(`${this.settings.submissions}?mine=yes&page_size=200`);
      this.drafts = body.results.filter((one) => ["draft", "returned"].includes(one.state));
      const asked = new URLSearchParams(location.search);
      if (asked.get("draft")) await this.open(asked.get("draft"));
      const figure = this.draft?.document.figures?.find((one) => one.key === asked.get("figure"));
      if (figure) this.state.open(figure);
      if (figure) this.said = `${figure.at ?? figure.key} as the draft has it. Open its picture to see the points in it.`;
      else if (asked.get("figure")) this.said = `The draft has no figure ${asked.get("figure")}.`;
    } catch {
      this.drafts = [];
    }
    this.show();
  }

  async open(number) {
    this.draft = number ? (await this.ask(`${this.settings.submissions}${Number(number)}/`)).body : null;
    this.show();
  }

  drafting(blocked) {
    const options = [["", "choose a draft"], ...this.drafts.map((one) => [String(one.number), one.title || one.paper_key || `draft ${one.number}`])];
    const figures = this.draft?.document.figures ?? [];
    return h("div", {},
      field("Put it into a draft", choice("keep-draft", options, this.draft ? String(this.draft.number) : "", (number) => this.open(number).catch((error) => this.say(error.message)))),
      this.draft ? this.state.now.series.filter((one) => one.points.length).map((one) => this.meaning(one)) : null,
      this.draft && figures.length ? h("p", {}, "On record there: ", figures.map((one) => h("button", { type: "button", class: "plain", onclick: () => this.state.open(one) }, `Read on in ${one.at ?? one.key}`))) : null,
      this.draft ? h("p", {}, h("button", { type: "button", id: "keep-put", disabled: Boolean(blocked), onclick: () => this.put() }, "Put into the draft")) : null);
  }

  // what a series is: a quantity of a test, a property of a coating against what varied, or nothing yet
  meaning(one) {
    const meant = this.meant.get(one.key) ?? {};
    const id = `is-${one.key}`;
    const ask = (name, label, options) => field(label, choice(`${id}-${name}`, [["", "choose"], ...options], meant[name] ?? "", (value) => {
      this.meant.set(one.key, { ...meant, [name]: value });
      this.show();
    }));
    const named = (section, what) => (this.draft.document[section] ?? []).filter((each) => each.key).map((each) => [`${section} ${each.key}`, `${what} ${each.label || each.key}`]);
    const records = [...named("cycling", "test"), ...named("coatings", "coating")];
    const columns = this.settings.columns.map(([name]) => [name, name.replaceAll("_", " ")]);
    const capacity = meant.column && meant.column !== PROFILE && !this.unitOf(meant.column);
    return h("fieldset", {}, h("legend", {}, `${one.label || one.key} is`), h("div", { class: "entry-fields" },
      records.length ? ask("of", "of", records) : h("p", { class: "quiet" }, "The draft has no coatings or tests yet."),
      meant.of?.startsWith("cycling ") ? [ask("column", "its", [...columns, [PROFILE, "voltage profile"]]), ...(meant.column === PROFILE ? this.ofProfile(one, meant) : []), capacity ? ask("unit", "in", this.settings.units.map((unit) => [unit, unit])) : null] : null,
      meant.of?.startsWith("coatings ") ? [ask("property", "its", this.settings.properties), ask("against", "against", this.settings.varied)] : null));
  }

  // a voltage profile: of which half of which cycle, against a capacity or time in which unit
  ofProfile(one, meant) {
    const id = `is-${one.key}`;
    const keep = (name, value) => this.meant.set(one.key, { ...this.meant.get(one.key), [name]: value });
    return [
      field("of cycle", h("input", { id: `${id}-cycle`, value: meant.cycle ?? "", inputmode: "numeric", oninput: (event) => keep("cycle", event.target.value.trim()) })),
      field("half", choice(`${id}-half`, [["", "not told"], ["charge", "charge"], ["discharge", "discharge"]], meant.half ?? "", (value) => keep("half", value))),
      field("against, in", choice(`${id}-along`, [["", "choose"], ...this.settings.profile_units.map((unit) => [unit, unit])], meant.unit ?? "", (value) => keep("unit", value))),
    ];
  }

  profile(entry, one, { cycle, half, unit }) {
    return { ...(cycle ? { cycle: Number(cycle) } : {}), ...(half ? { half } : {}), unit, figure: entry.key, series: one.key };
  }

  // the unit of a column that has one of its own; of a capacity it is asked
  unitOf(column) {
    return this.settings.columns.find(([name]) => name === column)?.[1] ?? "";
  }

  // the document with the figure, and what of its records is read off it
  together(document) {
    const entry = this.state.entry();
    const said = (one) => this.meant.get(one.key) ?? {};
    for (const one of entry.series) {
      const { column, property } = said(one);
      if (column || property) one.quantity = column === PROFILE ? "voltage" : column || property;
    }
    const before = (document.figures ?? []).find((one) => one.key === entry.key);
    const others = (document.figures ?? []).filter((one) => one.key !== entry.key);
    const figures = [...others, { ...before, ...entry }];
    const of = (section, record) => entry.series.filter((one) => said(one).of === `${section} ${record.key}`);
    const next = { ...document, figures };
    if (document.cycling)
      next.cycling = document.cycling.map((test) => {
        const all = of("cycling", test);
        const drawn = all.filter((one) => said(one).column === PROFILE);
        const others = (test.profiles ?? []).filter((one) => one.figure !== entry.key || !drawn.some((each) => each.key === one.series));
        const profiles = drawn.length ? { profiles: [...others, ...drawn.map((one) => this.profile(entry, one, said(one)))] } : {};
        const own = all.filter((one) => said(one).column !== PROFILE);
        if (!own.length) return { ...test, ...profiles };
        const series = own.length === 1 ? own[0].key : Object.fromEntries(own.map((one) => [said(one).column, one.key]));
        const columns = ["cycle", ...own.map((one) => said(one).column)];
        const unit = own.map((one) => said(one)).find((meant) => !this.unitOf(meant.column))?.unit ?? "%";
        return { ...test, ...profiles, points: { unit, columns, figure: { figure: entry.key, series } } };
      });
    if (document.coatings)
      next.coatings = document.coatings.map((coating) => {
        const own = of("coatings", coating);
        if (!own.length) return coating;
        const keys = own.map((one) => one.key);
        const others = (coating.series ?? []).filter((one) => one.rows?.figure !== entry.key || !keys.includes(one.rows.series));
        return { ...coating, series: [...others, ...own.map((one) => this.growth(entry, one, said(one)))] };
      });
    return next;
  }

  growth(entry, one, { property, against }) {
    const unit = (key) => entry.axes.find((axis) => axis.key === key)?.unit;
    const units = Object.fromEntries([["unit", unit(one.y)], ["against_unit", unit(one.x)]].filter(([, value]) => value));
    return { property, against, ...units, rows: { figure: entry.key, series: one.key } };
  }

  get unsaid() {
    const units = new Map();
    for (const one of this.state.now.series.filter((each) => each.points.length)) {
      const meant = this.meant.get(one.key) ?? {};
      const name = one.label || one.key;
      if (meant.of?.startsWith("cycling ")) {
        if (meant.column === PROFILE) {
          if (!meant.unit) return `Say in which unit ${name} runs along x.`;
          if (meant.cycle && !/^\d+$/.test(meant.cycle)) return `The cycle of ${name} is a whole number.`;
          continue;
        }
        const own = this.unitOf(meant.column);
        if (!meant.column || !(own || meant.unit)) return `Say which quantity ${name} is, and in which unit.`;
        const axis = this.state.axis(one.y).unit;
        if (axis && axis !== (own || meant.unit)) return `${name} is told in ${own || meant.unit}, and its axis is in ${axis}: give the ticks in ${own || meant.unit}.`;
        const before = units.get(meant.of);
        if (!own && before && before !== meant.unit) return `The capacities of one test have one unit: ${name} is in another.`;
        if (!own) units.set(meant.of, meant.unit);
      } else if (meant.of && (!meant.property || !meant.against)) return `Say which property ${name} is, and against what.`;
    }
    return "";
  }

  replaces(document, next) {
    return (document.cycling ?? []).filter((test, i) => test.points?.rows?.length && next.cycling[i].points !== test.points).map((test) => test.label || test.key);
  }

  async put() {
    if (this.unsaid) return this.say(this.unsaid);
    const address = `${this.settings.submissions}${this.draft.number}/`;
    try {
      // what was saved last is what is changed: nobody's work is overwritten
      const { body, etag } = await this.ask(address);
      const document = this.together(body.document);
      const lost = this.replaces(body.document, document);
      if (lost.length && !confirm(`${lost.join(", ")} has points of its own; put these in their place?`)) return undefined;
      await this.ask(address, {
        method: "PUT",
        headers: { "Content-Type": "application/json", "If-Match": etag, "X-CSRFToken": this.settings.csrf },
        body: JSON.stringify(document),
      });
      const { body: check } = await this.ask(`${address}check/`);
      const own = check.problems.filter((one) => /^(figures|cycling\[\d+\]\.(points|profiles)|coatings\[\d+\]\.series)/.test(one.path));
      this.draft = (await this.ask(address)).body;
      this.kept = this.settings.draft.replace("/0/", `/${this.draft.number}/`);
      return this.say(own.length ? `Kept in the draft, to mend: ${own.map((one) => `${one.path}: ${one.message}`).join("; ")}` : `Kept in the draft as ${this.state.entry().key}.`);
    } catch (error) {
      const again = error.status === 412 ? "Somebody saved the draft at the same moment: press it again." : error.message;
      return this.say(`Not kept: ${again}`);
    }
  }
}
