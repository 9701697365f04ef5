// The digitiser's page. The picture is opened in this browser and goes nowhere else.
import { atGiven } from "./calibration.js";
import { suggestedBox } from "./box.js";
import { reading } from "./dom.js";
import { extract } from "./extract.js";
import { imported, places, slug, unique } from "./imports.js";
import { Keep } from "./keep.js";
import { axesPanel, pointsPanel, seriesPanel } from "./panels.js";
import { snapped } from "./pixels.js";
import { Stage } from "./stage.js";
import { ready, State } from "./state.js";

const $ = (id) => document.getElementById(id);
const root = $("digitise");
const settings = JSON.parse($("digitise-settings").textContent);
settings.csrf = root.querySelector("[name=csrfmiddlewaretoken]").value;

const state = new State();
let picture = null;
let selected = null;

const say = (text) => {
  $("dig-said").textContent = text;
};

// --- opening ----------------------------------------------------------------------------------
async function open(file) {
  const bytes = await file.arrayBuffer();
  if (/\.(json|tar|dig|xml|csv|tsv|txt)$/i.test(file.name ?? "")) return take(file.name, new Uint8Array(bytes));
  let bitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: "none" });
  } catch {
    return say(`${file.name || "What was pasted"} is no picture that this browser reads (PNG, JPEG, GIF or WebP).`);
  }
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  picture = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = [...digest].map((b) => b.toString(16).padStart(2, "0")).join("");
  const other = state.now.image && state.now.image.sha256 !== sha256 && state.now.series.some((one) => one.points.length);
  state.change("picture", (now) => {
    if (other) delete now.key; // a figure of its own
    now.image = { sha256, width: bitmap.width, height: bitmap.height };
  });
  root.dataset.open = "yes";
  stage.show(bitmap);
  stage.canvas.focus();
  return say(other ? "Another picture: the points read so far are of the one before." : `${bitmap.width} × ${bitmap.height} pixels. Set three ticks of each axis.`);
}

function take(name, bytes) {
  try {
    const found = imported(name, bytes, state.now.axes);
    state.take(found);
    if (found.picture) open(new File([found.picture], "figure"));
    say([`${found.series.length} series from ${name}.`, ...found.notes].join(" "));
  } catch (error) {
    say(error.message);
  }
}

$("dig-file").addEventListener("change", (event) => {
  if (event.target.files[0]) open(event.target.files[0]);
  event.target.value = "";
});
addEventListener("paste", (event) => {
  const file = [...event.clipboardData.files][0];
  if (file) open(file);
});
for (const name of ["dragover", "drop"])
  root.addEventListener(name, (event) => {
    event.preventDefault();
    if (name === "drop" && event.dataTransfer.files[0]) open(event.dataTransfer.files[0]);
  });
addEventListener("beforeunload", (event) => {
  if (state.past.length && state.now.series.some((one) => one.points.length)) event.preventDefault();
});

// --- what the stage and the panels do -----------------------------------------------------------
const act = {
  selected: () => selected,
  use(tool) {
    stage.tool = tool;
    stage.corner = null;
    selected = null;
    for (const button of root.querySelectorAll("[data-tool]"))
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool.kind && (button.dataset.axis ?? tool.axis) === tool.axis));
    say(hint(tool));
    stage.canvas.focus();
    stage.draw();
  },
  toStage: () => stage.canvas.focus(),
  tick(key, place) {
    const axis = state.axis(key);
    const [x, y] = $("dig-snap").checked ? snapped(picture, place.x, place.y, axis.direction) : [place.x, place.y];
    state.change("tick", (now) => {
      now.axes.find((one) => one.key === key).ticks.push({ value: NaN, x, y });
    });
    const i = state.now.axes.findIndex((one) => one.key === key);
    $("dig-axes").closest("details").open = true;
    $(`axis-${i}-tick-${axis.ticks.length}`)?.focus();
  },
  area(kind, box) {
    state.change(kind === "box" ? "plot box" : "left out", (now) => {
      if (kind === "box") now.box = box;
      else now.exclude.push(box);
      // what was mended by hand is not read over
      for (const one of now.series) if (!one.edited) act.readAgain(one, now);
    });
  },
  pick(place) {
    if (!picture) return;
    if (!state.chosen) state.addSeries();
    state.change("reading", (now) => {
      const one = now.series[now.chosen];
      now.box ??= suggestedBox(picture, now.axes.map(ready));
      one.click = [place.x, place.y];
      one.pen = null;
      act.readAgain(one, now, true);
    });
    const { points, notes, label, key } = state.chosen;
    say(`${points.length} points of ${label || key}. ${notes.join(" ")}`);
  },
  // what is read of a series by its click; `shown` tints what of the picture was taken
  readAgain(one, now = state.now, shown = one === now.series[now.chosen]) {
    if (!one.click || !picture || one.method === "clicked" || one.method === "imported") return;
    const rivals = now.series.filter((other) => other !== one && other.pen).map((other) => other.pen);
    const given = places(one.given);
    const task = { method: one.method, click: one.click, pen: one.pen, box: now.box, excluded: now.exclude, rivals, bars: one.bars, step: given ? 1 : undefined };
    const found = extract(picture, task);
    const calibration = given && state.calibration(one);
    one.pen = found.pen;
    one.edited = false;
    one.points = calibration ? atGiven(found.points, calibration, given, 40) : found.points;
    one.notes = found.notes;
    if (given && !calibration) one.notes.push("calibrate its axes to read it at given x");
    else if (given && one.points.length < given.length) one.notes.push(`${given.length - one.points.length} of ${given.length} places hold nothing`);
    if (shown) act.taken(found.cover);
  },
  taken(cover) {
    stage.taken = cover ? tinted(cover) : null;
    stage.draw();
  },
  rename(one, text) {
    one.label = text.trim();
    const others = state.now.series.filter((other) => other.key !== one.key).map((other) => other.key);
    one.key = unique(slug(one.label, "series"), others);
  },
  addPoint(place) {
    if (!state.chosen) state.addSeries({ method: "clicked" });
    state.change("point", (now) => {
      const one = now.series[now.chosen];
      one.edited = true;
      one.points.push({ x: place.x, y: place.y });
    });
    act.sort(state.chosen.points.length - 1);
  },
  // points in the order of x, but where a line turns back
  sort(i) {
    const { chosen } = state;
    const point = chosen.points[i];
    if (chosen.method !== "trace") chosen.points.sort((a, b) => a.x - b.x);
    selected = chosen.points.indexOf(point);
    state.tell();
  },
  movePoint(i, place) {
    state.change("point", (now) => {
      now.series[now.chosen].edited = true;
      const p = now.series[now.chosen].points[i];
      const dy = place.y - p.y;
      Object.assign(p, { x: place.x, y: place.y });
      for (const end of ["low", "high"]) if (Number.isFinite(p[end])) p[end] += dy;
    });
    selected = i;
    stage.draw();
  },
  removePoint(i) {
    if (i === null || !state.chosen?.points[i]) return;
    selected = null;
    state.change("point", (now) => {
      now.series[now.chosen].edited = true;
      now.series[now.chosen].points.splice(i, 1);
    });
  },
  select(i) {
    selected = i;
    if (stage.tool.kind !== "point") act.use({ kind: "point" });
    selected = i;
    stage.goTo(state.chosen.points[i]);
    pointsPanel($("dig-points"), state, act);
  },
  walk(step) {
    const many = state.chosen?.points.length;
    if (many) act.select(((selected ?? (step > 0 ? -1 : 0)) + step + many) % many);
  },
  cursor: ({ x, y }) => {
    const calibration = state.calibration();
    const series = state.chosen;
    let text = `x ${x.toFixed(1)}, y ${y.toFixed(1)} px`;
    if (calibration) {
      const row = calibration.row(x, y);
      const axes = ["x", "y"].map((d) => (series ? state.axis(series[d]) : state.now.axes.find((one) => one.direction === d)));
      text += ` = ${reading(row.x, row.xError, axes[0].scale, axes[0].unit)}; ${reading(row.y, row.yError, axes[1].scale, axes[1].unit)}`;
    }
    $("dig-readout").textContent = text;
  },
};

function hint({ kind, axis }) {
  return {
    move: "Drag to pan, Ctrl and the wheel to zoom.",
    tick: `Click a tick of ${axis}, or Enter at the cursor, then say its value.`,
    box: "Drag a box inside the axes; by keyboard Enter at one corner, then at the other.",
    exclude: "Drag over what is no curve: a legend, text, an inset.",
    pick: "Click the line, or a marker (on its rim where it is hollow).",
    point: "Click to add a point, drag one to move it; arrows move the chosen one, Delete removes it.",
  }[kind];
}

// What of the picture was taken, as a tint over it.
function tinted({ part, x0, y0, w, h }) {
  const tint = new ImageData(w, h);
  part.forEach((v, k) => {
    if (v >= 0.4) tint.data.set([255, 214, 0, 235], 4 * k);
  });
  const canvas = new OffscreenCanvas(w, h);
  canvas.getContext("2d").putImageData(tint, 0, 0);
  return { bitmap: canvas, x: x0, y: y0 };
}

// --- together -----------------------------------------------------------------------------------
const stage = new Stage($("dig-canvas"), $("dig-loupe"), state, act);
const keep = new Keep($("dig-keep"), state, settings);

for (const button of root.querySelectorAll("[data-tool]"))
  button.addEventListener("click", () => act.use({ kind: button.dataset.tool, axis: button.dataset.axis }));
$("dig-in").addEventListener("click", () => stage.zoom(1.5));
$("dig-out").addEventListener("click", () => stage.zoom(1 / 1.5));
$("dig-fit").addEventListener("click", () => stage.fit());
$("dig-undo").addEventListener("click", () => back());
$("dig-redo").addEventListener("click", () => state.redo());
$("dig-clear").addEventListener("click", () => state.change("left out", (now) => { now.exclude = []; now.box = null; }));
$("dig-place").addEventListener("input", (event) => {
  state.now.at = event.target.value;
  keep.show();
});
$("dig-place").addEventListener("change", ({ target }) => {
  if (!/^S?\d{1,3}[a-z]?$/i.test(target.value.trim())) return;
  target.value = state.now.at = `Fig. ${target.value.trim()}`; // a panel made anew would lose a click
});
addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
    event.preventDefault();
    if (event.shiftKey) state.redo();
    else back();
  } else if (event.key === "u" && event.target === stage.canvas) back();
});

function back() {
  selected = null;
  stage.taken = null;
  state.undo();
}

function show() {
  const { now, past, future } = state;
  $("dig-undo").disabled = !past.length;
  $("dig-undo").textContent = past.length ? `Undo: ${past[past.length - 1][0]}` : "Undo";
  $("dig-redo").disabled = !future.length;
  if ($("dig-place").value !== now.at) $("dig-place").value = now.at;
  $("dig-clear").hidden = !now.exclude.length && !now.box;
  axesPanel($("dig-axes"), state, act);
  seriesPanel($("dig-series"), state, act);
  pointsPanel($("dig-points"), state, act);
  keep.show();
}
state.addEventListener("change", show);
show();
