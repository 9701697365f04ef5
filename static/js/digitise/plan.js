// A whole figure from a plan: axes by their ticks, series each by a click. Answers the entry of the
// paper document (without the picture's sha256), and notes on what was left out.
import { advice, atGiven, Calibration } from "./calibration.js";
import { suggestedBox } from "./box.js";
import { background, penAt, snapped, within } from "./pixels.js";
import { extract } from "./extract.js";
import { places } from "./imports.js";

const CLICKED = 1; // pixels: standard error of a point that somebody set by eye
export const COLUMNS = ["x", "y", "sd", "low", "high"];
const hundredth = (v) => (v === null || v === undefined ? null : Math.round(100 * v) / 100);

// Points {x, y, sd?, low?, high?} as columns and rows of the document.
export function asRows(points) {
  const columns = COLUMNS.filter((name) => name === "x" || name === "y" || points.some((p) => (p[name] ?? null) !== null));
  return { columns, points: points.map((p) => columns.map((name) => hundredth(p[name]))) };
}

export function asPoints({ columns, points }) {
  return points.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
}

export function digitise(picture, plan) {
  const notes = [];
  const axes = plan.axes.map((axis) => calibrated(picture, { scale: "linear", ...axis }, plan.snap ?? true, notes));
  const whole = plan.box ?? suggestedBox(picture, axes);
  const bg = background(picture, within(picture, whole));
  const pens = plan.series.map((one) => {
    const start = one.click ?? one.only?.[0];
    return one.pen ?? (start ? penAt(picture, ...start, bg) : null);
  });
  const series = plan.series.map((wanted, i) => {
    const { key, label, x, y, quantity, error_bars, method = "scan", gap = 40, clicked, ...task } = wanted;
    const at = places(wanted.at);
    const rivals = pens.filter((pen, other) => other !== i && pen);
    const box = task.box ?? whole;
    const excluded = [...(plan.exclude ?? []), ...(task.exclude ?? [])];
    const found = method === "clicked" ? { points: [], notes: [] } : extract(picture, { ...task, box, excluded, method, rivals, step: at ? 1 : task.step });
    const kept = Object.fromEntries(Object.entries({ key, label, x, y, quantity, error_bars }).filter(([, v]) => v));
    notes.push(...found.notes.map((note) => `${key}: ${note}`));
    const own = (name) => axes.find((axis) => axis.key === name);
    const calibration = new Calibration(own(x), own(y));
    const read = at ? atGiven(found.points, calibration, at, gap) : found.points;
    if (at && read.length < at.length) notes.push(`${key}: ${at.length - read.length} of ${at.length} places hold nothing`);
    const set = (clicked ?? []).map(([px, py]) => ({ x: px, y: py, sd: CLICKED }));
    const points = set.length ? [...read, ...set].sort((a, b) => a.x - b.x) : read;
    return { ...kept, method, ...asRows(points) };
  });
  return { figure: { axes: axes.map(asAxis), series }, notes };
}

function calibrated(picture, axis, snap, notes) {
  const ticks = axis.ticks.map((tick) => {
    const [x, y] = snap ? snapped(picture, tick.x, tick.y, axis.direction) : [tick.x, tick.y];
    return { value: tick.value, x, y };
  });
  const own = { ...axis, ticks };
  const said = advice(own);
  if (said.error) throw new Error(`${axis.key}: ${said.error}`);
  notes.push(...said.warnings.map((warning) => `${axis.key}: ${warning}`));
  if (said.tilt !== null && !own.tilted)
    notes.push(`${axis.key}: its ticks lean by ${said.tilt.toFixed(1)}°; say tilted: true to correct it`);
  return own;
}

export function asAxis({ key, direction, scale, unit, label, tilted, ticks }) {
  const kept = { key, direction, scale, unit, label, tilted: tilted || undefined };
  const said = Object.fromEntries(Object.entries(kept).filter(([, value]) => value));
  return { ...said, ticks: ticks.map(({ value, x, y }) => ({ value, x: hundredth(x), y: hundredth(y) })) };
}
