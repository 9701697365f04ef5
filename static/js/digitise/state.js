// All that is known of the figure, with every change undone and done again.
import { asAxis, asPoints, asRows } from "./plan.js";
import { Calibration } from "./calibration.js";
import { slug, unique } from "./imports.js";

const axis = (key, direction) => ({ key, direction, scale: "linear", unit: "", tilted: false, ticks: [] });
export const blank = () => ({
  at: "", image: null, axes: [axis("x", "x"), axis("y", "y")], box: null, exclude: [], series: [], chosen: 0,
});

// An axis with the ticks whose value was said.
export const ready = (one) => ({ ...one, ticks: one.ticks.filter((tick) => Number.isFinite(tick.value)) });

export class State extends EventTarget {
  constructor() {
    super();
    this.now = blank();
    this.past = [];
    this.future = [];
  }

  // `edit` changes a copy; `what` names the change for the undo button
  change(what, edit) {
    this.past.push([what, this.now]);
    if (this.past.length > 100) this.past.shift();
    this.future = [];
    const next = structuredClone(this.now);
    edit(next);
    this.now = next;
    this.tell();
  }

  undo() {
    const last = this.past.pop();
    if (!last) return;
    this.future.push([last[0], this.now]);
    this.now = last[1];
    this.tell();
  }

  redo() {
    const next = this.future.pop();
    if (!next) return;
    this.past.push([next[0], this.now]);
    this.now = next[1];
    this.tell();
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }

  get chosen() {
    return this.now.series[this.now.chosen] ?? null;
  }

  axis(key) {
    return this.now.axes.find((one) => one.key === key);
  }

  // The calibration of a series, or of the first axes; null where the ticks make none.
  calibration(series = this.chosen) {
    const x = series ? this.axis(series.x) : this.now.axes.find((one) => one.direction === "x");
    const y = series ? this.axis(series.y) : this.now.axes.find((one) => one.direction === "y");
    try {
      return x && y ? new Calibration(ready(x), ready(y)) : null;
    } catch {
      return null;
    }
  }

  addAxis(direction) {
    this.change(`another ${direction} axis`, (now) => {
      now.axes.push(axis(unique(`${direction}2`, now.axes.map((one) => one.key)), direction));
    });
  }

  addSeries(more = {}) {
    this.change("new series", (now) => {
      const key = unique("series", now.series.map((one) => one.key));
      now.series.push({ key, label: "", x: "x", y: now.axes.find((a) => a.direction === "y").key, method: "markers", points: [], notes: [], ...more });
      now.chosen = now.series.length - 1;
    });
  }

  take({ axes, series, notes }) {
    this.change("import", (now) => {
      if (axes.length) {
        now.axes = axes.map((one) => ({ unit: "", ...one }));
        now.series = [];
      }
      const taken = now.series.map((one) => one.key);
      now.series.push(...series.map((one) => ({ notes: [], ...one, key: unique(one.key, taken) })));
      now.notes = notes;
    });
  }

  // The entry of the paper document; what was never calibrated is left out.
  entry() {
    const { at, image, axes, series } = this.now;
    return {
      key: this.now.key ?? slug(at, "figure"),
      ...(at.trim() ? { at: at.trim() } : {}),
      image: image && { sha256: image.sha256, width: image.width, height: image.height },
      axes: axes.map(ready).filter((one) => one.ticks.length > 1).map(asAxis),
      series: series.filter((one) => one.points.length).map(({ key, label, x, y, method, quantity, error_bars, points }) => ({
        ...Object.fromEntries(Object.entries({ key, label, x, y, quantity, error_bars, method }).filter(([, v]) => v)),
        ...asRows(points),
      })),
    };
  }

  // A figure of a draft, to be read on.
  open(entry) {
    this.change("figure of the draft", (now) => {
      now.key = entry.key; // what is read off it names it so
      now.image = entry.image;
      now.at = Array.isArray(entry.at) ? entry.at.join("; ") : (entry.at ?? "");
      now.axes = entry.axes.map((one) => ({ scale: "linear", unit: "", tilted: false, ...one }));
      now.series = (entry.series ?? []).map((one) => ({ notes: [], ...one, points: asPoints(one) }));
      now.chosen = 0;
    });
  }
}
