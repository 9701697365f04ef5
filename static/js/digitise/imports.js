// What other digitisers keep, as axes and series in pixels: WebPlotDigitizer 3 and 4 (.json, .tar),
// Engauge (.dig, version 6.3 and later), pairs of values (.csv). Values are computed anew from the
// pixels; where a file says otherwise by more than a pixel, that is told.
import { Calibration } from "./calibration.js";

export class Unreadable extends Error {}

export function number(text) {
  const plain = String(text ?? "").trim().replaceAll("−", "-").replaceAll("–", "-").replace(/^(-?\d+),(\d+)$/, "$1.$2");
  const power = plain.match(/^(?:([-+]?[\d.]+)\s*[×x*·]\s*)?10\s*\^?\s*([-+]?\d+)$/);
  if (power && (power[1] || plain.includes("^") || /[-+]/.test(power[2]))) return Number(power[1] ?? 1) * 10 ** Number(power[2]);
  return plain === "" ? NaN : Number(plain);
}

export const slug = (text, otherwise) =>
  (String(text ?? "").normalize("NFKD").toLowerCase().match(/[a-z0-9]+/g) ?? []).join("-").slice(0, 80) || otherwise;

export function unique(key, taken) {
  let [free, n] = [key, 2];
  while (taken.includes(free)) free = `${key}-${n++}`;
  taken.push(free);
  return free;
}

// "1-100", "1-100/5", "1, 10, 50" as numbers
export function places(text) {
  if (Array.isArray(text)) return text;
  if (!text?.trim()) return null;
  const found = [];
  for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
    const range = part.match(/^([\d.]+)\s*[-–]\s*([\d.]+)(?:\/([\d.]+))?$/);
    if (!range) found.push(number(part));
    else for (let v = Number(range[1]); v <= Number(range[2]) + 1e-9 && found.length < 20000; v += Math.max(1e-3, Number(range[3] ?? 1))) found.push(v);
  }
  return found.filter(Number.isFinite);
}

// {axes, series, picture: bytes or null, notes}; `axes` are those calibrated so far, for pairs.
export function imported(name, bytes, axes = []) {
  const ending = name.toLowerCase().split(".").pop();
  if (ending === "tar") return fromTar(bytes);
  const text = new TextDecoder().decode(bytes);
  if (ending === "json") return fromWpd(json(text));
  if (ending === "dig" || ending === "xml") return fromEngauge(text);
  if (ending === "csv" || ending === "txt" || ending === "tsv") return fromPairs(text, axes);
  throw new Unreadable(`${name}: expected .json or .tar of WebPlotDigitizer, .dig of Engauge, or .csv`);
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable("this is no JSON");
  }
}

function fromTar(bytes) {
  const files = new Map();
  for (let at = 0; at + 512 <= bytes.length; ) {
    const field = (from, length) => new TextDecoder().decode(bytes.subarray(at + from, at + from + length)).replace(/\0[\s\S]*$/, "");
    const [name, long] = [field(0, 100), parseInt(field(124, 12), 8) || 0];
    if (!name) break;
    files.set(name.split("/").pop(), bytes.subarray(at + 512, at + 512 + long));
    at += 512 + 512 * Math.ceil(long / 512);
  }
  if (!files.has("wpd.json")) throw new Unreadable("there is no wpd.json in this archive");
  const found = fromWpd(json(new TextDecoder().decode(files.get("wpd.json"))));
  const picture = [...files].find(([name]) => /\.(png|jpe?g|gif|webp|bmp)$/i.test(name));
  return { ...found, picture: picture ? picture[1].slice() : null };
}

function fromWpd(project) {
  const old = project.wpd;
  const sets = old ? [{ name: "XY", type: old.axesType, calibrationPoints: old.calibration, ...old.axesParameters }] : project.axesColl;
  const data = old ? (old.dataSeries ?? []).map((one) => ({ ...one, axesName: "XY" })) : project.datasetColl;
  if (!Array.isArray(sets) || !Array.isArray(data)) throw new Unreadable("this is no project of WebPlotDigitizer 3 or 4");
  const found = { axes: [], series: [], picture: null, notes: [] };
  const keys = [];
  const pairs = new Map();
  for (const set of sets) {
    const points = set.calibrationPoints ?? [];
    if (set.type !== "XYAxes" || points.length < 4) {
      found.notes.push(`axes "${set.name}" are left out: only XY axes with four points are read`);
      continue;
    }
    const tilted = !set.noRotation;
    const ticks = (which, name) => points.slice(...which).map((p) => ({ value: number(p[name]), x: Number(p.px), y: Number(p.py) }));
    const pair = [
      { direction: "x", scale: set.isLogX ? "log" : "linear", tilted, ticks: ticks([0, 2], "dx") },
      { direction: "y", scale: set.isLogY ? "log" : "linear", tilted, ticks: ticks([2, 4], "dy") },
    ];
    if (pair.some((axis) => axis.ticks.some((t) => !Number.isFinite(t.value)))) {
      found.notes.push(`axes "${set.name}" are left out: a calibration point has no number (a date?)`);
      continue;
    }
    for (const axis of pair) axis.key = unique(axis.direction, keys);
    found.axes.push(...pair);
    pairs.set(set.name, pair);
  }
  const names = [];
  for (const one of data) {
    const pair = pairs.get(one.axesName) ?? (pairs.size === 1 ? [...pairs.values()][0] : null);
    if (!pair) {
      found.notes.push(`"${one.name}" is left out: its axes are not there`);
      continue;
    }
    const points = (one.data ?? []).map((p) => ({ x: Number(p.x), y: Number(p.y) }));
    found.series.push(seriesOf(one.name, pair, points, names));
    found.notes.push(...told(one.name, pair, points, (one.data ?? []).map((p) => p.value)));
  }
  return found;
}

const seriesOf = (name, [x, y], points, names) => ({
  key: unique(slug(name, "series"), names),
  label: name,
  x: x.key,
  y: y.key,
  method: "imported",
  points,
});

// What a file says of its own values, where it is more than a pixel from what its pixels say.
function told(name, [x, y], points, values) {
  const calibration = new Calibration(x, y);
  const off = points.map((p, i) => {
    const said = values[i];
    if (!Array.isArray(said) || !said.slice(0, 2).every(Number.isFinite)) return 0;
    try {
      const [px, py] = calibration.pixel(said[0], said[1]);
      return Math.hypot(px - p.x, py - p.y);
    } catch {
      return Infinity;
    }
  });
  const wrong = off.filter((d) => d > 1).length;
  return wrong ? [`"${name}": ${wrong} of ${off.length} values differ from their pixels by more than 1 pixel, at most ${Math.max(...off).toFixed(1)}; the pixels count`] : [];
}

function fromEngauge(text) {
  if (!text.trimStart().startsWith("<")) throw new Unreadable("only .dig files of Engauge 6.3 and later are read; save it anew there");
  const page = new DOMParser().parseFromString(text, "application/xml");
  if (page.querySelector("parsererror")) throw new Unreadable("this .dig file is broken XML");
  const systems = [...page.querySelectorAll("CoordSystem")];
  const found = { axes: [], series: [], picture: null, notes: [] };
  const [keys, names] = [[], []];
  for (const system of systems.length ? systems : [page]) {
    const coords = system.querySelector("Coords");
    if (coords && !/cartesian/i.test(coords.getAttribute("TypeString") ?? "")) {
      found.notes.push("polar axes are left out");
      continue;
    }
    const scale = (name) => (/log/i.test(coords?.getAttribute(name) ?? "") ? "log" : "linear");
    const curves = [...system.querySelectorAll("Curve")];
    const axes = curves.find((one) => one.getAttribute("CurveName") === "Axes");
    const place = (point, what) => ["X", "Y"].map((name) => Number(point.querySelector(what)?.getAttribute(name)));
    const marks = [...(axes?.querySelectorAll("Point") ?? [])].map((p) => [place(p, "PositionScreen"), place(p, "PositionGraph"), p.getAttribute("IsXOnly") === "True"]);
    const pair = [
      { direction: "x", scale: scale("ScaleXThetaString"), tilted: false, ticks: marks.map(([[x, y], [value]]) => ({ value, x, y })) },
      { direction: "y", scale: scale("ScaleYRadiusString"), tilted: false, ticks: marks.filter((m) => !m[2]).map(([[x, y], [, value]]) => ({ value, x, y })) },
    ];
    for (const axis of pair) axis.key = unique(axis.direction, keys);
    try {
      new Calibration(...pair);
    } catch (error) {
      found.notes.push(`axes are left out: ${error.message}`);
      continue;
    }
    found.axes.push(...pair);
    for (const curve of curves.filter((one) => one !== axes)) {
      const points = [...curve.querySelectorAll("Point")].map((p) => place(p, "PositionScreen")).map(([x, y]) => ({ x, y }));
      if (points.length) found.series.push(seriesOf(curve.getAttribute("CurveName"), pair, points, names));
    }
  }
  return found;
}

// Pairs of values, or one x column and several y: put back onto the picture by its calibration.
function fromPairs(text, axes) {
  const pair = ["x", "y"].map((direction) => axes.find((axis) => axis.direction === direction));
  if (!pair.every((axis) => axis && axis.ticks.length > 1))
    throw new Unreadable("values alone have no pixels: calibrate both axes in the figure first");
  const calibration = new Calibration(...pair);
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  const mark = ["\t", ";", ","].find((one) => lines[0]?.includes(one)) ?? ",";
  const cells = lines.map((line) => line.split(mark));
  const rows = cells.map((row) => row.map(number));
  const first = rows.findIndex((row) => row.filter(Number.isFinite).length >= 2);
  if (first < 0) throw new Unreadable("there are no two numbers in a row");
  const width = Math.max(...rows.slice(first).map((row) => row.length));
  const doubled = width > 2 && width % 2 === 0 && /x/i.test(cells[first - 1]?.[0] ?? "") && /x/i.test(cells[first - 1]?.[2] ?? "");
  const columns = doubled
    ? Array.from({ length: width / 2 }, (_, i) => [2 * i, 2 * i + 1])
    : Array.from({ length: width - 1 }, (_, i) => [0, i + 1]);
  const [names, notes] = [[], []];
  const head = doubled ? cells[Math.max(0, first - 2)] : cells[first - 1];
  const series = columns.map(([i, j]) => {
    const points = [];
    for (const row of rows.slice(first)) {
      if (!Number.isFinite(row[i]) || !Number.isFinite(row[j])) continue;
      try {
        const [x, y] = calibration.pixel(row[i], row[j]);
        points.push({ x, y });
      } catch {
        notes.push(`${row[i]}, ${row[j]} is left out: its axis has no such value`);
      }
    }
    const name = (first > 0 && (head?.[doubled ? i : j] ?? "").trim()) || "series";
    return seriesOf(name, pair, points, names);
  });
  return { axes: [], series: series.filter((one) => one.points.length), picture: null, notes };
}
