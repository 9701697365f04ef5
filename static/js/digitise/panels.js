// What is said beside the picture: axes with their ticks, series with how they are read, points.
import { advice } from "./calibration.js";
import { choice, field, fill, h, reading, withError } from "./dom.js";
import { number } from "./imports.js";

const SCALES = [["linear", "linear"], ["log", "logarithmic"], ["reciprocal", "reciprocal (1/value)"]];
const METHODS = [["markers", "markers of its colour"], ["scan", "a line of its colour"], ["trace", "a line that turns back"], ["clicked", "points that I click"], ["imported", "imported"]];

const headed = (texts) => texts.map((text) => (text ? h("th", { scope: "col" }, text) : h("td")));

export function axesPanel(panel, state, act) {
  const { now } = state;
  fill(panel,
    now.axes.map((axis, i) => axisBox(axis, i, state, act)),
    h("p", {}, h("button", { type: "button", class: "plain", onclick: () => state.addAxis("y") }, "Second y axis"), " ",
      h("button", { type: "button", class: "plain", onclick: () => state.addAxis("x") }, "Second x axis")));
}

function axisBox(axis, i, state, act) {
  const whole = axis.ticks.length && axis.ticks.every((tick) => Number.isFinite(tick.value));
  const said = whole ? advice(axis) : { warnings: axis.ticks.length ? ["say the value of each tick"] : [], residuals: [] };
  const change = (what, edit) => state.change(what, (now) => edit(now.axes[i]));
  const id = `axis-${i}`;
  const used = state.now.series.some((one) => one.x === axis.key || one.y === axis.key);
  const spare = state.now.axes.filter((one) => one.direction === axis.direction).length > 1 && !used;
  return h("fieldset", { class: "dig-axis" },
    h("legend", {}, `${axis.key} axis`),
    h("div", { class: "entry-fields" },
      field("Scale", choice(`${id}-scale`, SCALES, axis.scale, (scale) => change("scale", (a) => { a.scale = scale; }))),
      field("Unit", h("input", { id: `${id}-unit`, value: axis.unit ?? "", placeholder: axis.direction === "x" ? "none" : "mAh/g", size: 10,
        onchange: (event) => change("unit", (a) => { a.unit = event.target.value.trim(); }) }))),
    axis.ticks.length ? ticksTable(axis, id, said, change, act) : null,
    said.error && axis.ticks.length > 1 ? h("p", { class: "problem" }, said.error) : null,
    said.warnings.map((text) => h("p", { class: "warning" }, text)),
    said.scale ? h("button", { type: "button", class: "plain", onclick: () => change("scale", (a) => { a.scale = said.scale; }) }, `Yes, it is ${said.scale === "log" ? "logarithmic" : said.scale}`) : null,
    said.tilt && !axis.tilted ? h("p", { class: "warning" }, `The ticks lean by ${said.tilt.toFixed(1)}°. `,
      h("button", { type: "button", class: "plain", onclick: () => change("tilt", (a) => { a.tilted = true; }) }, "Correct the tilt")) : null,
    axis.tilted ? h("p", { class: "how" }, "Its tilt is corrected. ", h("button", { type: "button", class: "plain", onclick: () => change("tilt", (a) => { a.tilted = false; }) }, "Straight again")) : null,
    h("p", {}, h("button", { type: "button", class: "plain", id: `${id}-add`, onclick: () => act.use({ kind: "tick", axis: axis.key }) }, `Set ticks of ${axis.key} in the figure`), " ",
      spare ? h("button", { type: "button", class: "plain", onclick: () => state.change("axis", (now) => { now.axes.splice(i, 1); }) }, "Remove this axis") : null));
}

function ticksTable(axis, id, said, change, act) {
  return h("table", { class: "dig-ticks" },
    h("thead", {}, h("tr", {}, headed(["Value", "Pixel", "Off by", ""]))),
    h("tbody", {}, axis.ticks.map((tick, j) => h("tr", { class: said.tick === j ? "off" : null },
      h("td", {}, h("input", { id: `${id}-tick-${j}`, "aria-label": `value of tick ${j + 1} of ${axis.key}`, size: 8, inputmode: "text",
        value: tick.text ?? (Number.isFinite(tick.value) ? tick.value : ""),
        onchange: (event) => change("tick", (a) => { a.ticks[j].value = number(event.target.value); a.ticks[j].text = event.target.value; }),
        onkeydown: (event) => { if (event.key === "Enter") act.toStage(); } })),
      h("td", {}, `${tick.x.toFixed(1)}, ${tick.y.toFixed(1)}`),
      h("td", {}, said.residuals?.[j] !== undefined ? `${(Math.round(10 * said.residuals[j]) / 10 || 0).toFixed(1).replace("-", "−")} px` : ""),
      h("td", {}, h("button", { type: "button", class: "plain icon", "aria-label": `remove tick ${j + 1} of ${axis.key}`, onclick: () => change("tick", (a) => { a.ticks.splice(j, 1); }) }, "×"))))));
}

export function seriesPanel(panel, state, act) {
  const { now, chosen } = state;
  const axes = (direction) => now.axes.filter((one) => one.direction === direction).map((one) => [one.key, one.key]);
  const change = (what, edit) => state.change(what, (next) => edit(next.series[next.chosen]));
  const list = h("p", { class: "dig-series" }, now.series.map((one, i) =>
    h("button", { type: "button", class: "plain", "aria-pressed": String(i === now.chosen), onclick: () => { now.chosen = i; act.taken(null); state.tell(); } },
      h("span", { class: `dot c${i % 6}`, "aria-hidden": "true" }, "●"), ` ${one.label || one.key} `, h("span", { class: "quiet" }, `${one.points.length}`))),
    h("button", { type: "button", class: "plain", id: "series-new", onclick: () => state.addSeries() }, "New series"));
  if (!chosen) return fill(panel, list, h("p", { class: "quiet" }, "One for each curve. Each says how it is read and which axes are its own."));
  return fill(panel, list,
    h("div", { class: "entry-fields" },
      field("Name in the figure", h("input", { id: "series-label", value: chosen.label ?? "", onchange: (event) => change("name", (one) => act.rename(one, event.target.value)) })),
      field("Read", choice("series-method", METHODS.filter(([key]) => key !== "imported" || chosen.method === key), chosen.method, (method) => change("method", (one) => { one.method = method; }))),
      field("x axis", choice("series-x", axes("x"), chosen.x, (x) => change("axis", (one) => { one.x = x; }))),
      field("y axis", choice("series-y", axes("y"), chosen.y, (y) => change("axis", (one) => { one.y = y; })))),
    chosen.method === "markers" ? h("p", {}, h("label", {}, h("input", { type: "checkbox", id: "series-bars", checked: chosen.bars, onchange: (event) => change("error bars", (one) => { one.bars = event.target.checked; }) }), " with error bars")) : null,
    chosen.bars ? field("What the bars are", h("input", { id: "series-bars-are", value: chosen.error_bars ?? "", placeholder: "standard deviation of 3 cells", onchange: (event) => change("error bars", (one) => { one.error_bars = event.target.value.trim(); }) })) : null,
    chosen.method === "scan" || chosen.method === "markers" ? field("At these x only", h("input", { id: "series-given", value: chosen.given ?? "", placeholder: "1-100, or 1, 10, 50", onchange: (event) => change("places", (one) => { one.given = event.target.value; act.readAgain(one); }) }), "on straight lines between neighbours, never outside") : null,
    h("p", { class: "dig-buttons" },
      chosen.method === "clicked" || chosen.method === "imported" ? null : h("button", { type: "button", id: "series-pick", onclick: () => act.use({ kind: "pick" }) }, "Click it in the figure"),
      h("button", { type: "button", class: "plain", id: "series-points", onclick: () => act.use({ kind: "point" }) }, "Add, move or delete points"),
      chosen.click ? h("button", { type: "button", class: "plain", onclick: () => change("reading", (one) => act.readAgain(one)) }, "Read again") : null,
      h("button", { type: "button", class: "plain", onclick: () => state.change("series", (next) => { next.series.splice(next.chosen, 1); next.chosen = Math.max(0, next.chosen - 1); }) }, "Delete series")),
    (chosen.notes ?? []).map((text) => h("p", { class: "warning" }, text)));
}

const MOST = 1000;

export function pointsPanel(panel, state, act) {
  const { chosen } = state;
  const calibration = state.calibration();
  if (!chosen?.points.length) return fill(panel, h("p", { class: "quiet" }, "No points yet."));
  const [x, y] = [state.axis(chosen.x), state.axis(chosen.y)];
  const move = (i, name, text) => {
    const value = number(text);
    if (Number.isFinite(value)) act.movePoint(i, { ...chosen.points[i], [name]: value });
    else state.tell();
  };
  const bars = chosen.points.some((p) => (p.low ?? p.high ?? null) !== null);
  const head = ["", `${x.key}${x.unit ? `, ${x.unit}` : ""}`, `${y.key}${y.unit ? `, ${y.unit}` : ""}`, bars ? "Bar" : null, "Pixel x", "Pixel y", ""];
  return fill(panel, h("div", { class: "scroll" }, h("table", { class: "dig-points" },
    h("thead", {}, h("tr", {}, headed(head.filter((one) => one !== null)))),
    h("tbody", {}, chosen.points.slice(0, MOST).map((p, i) => {
      const row = calibration?.row(p.x, p.y, p.sd);
      const end = (v) => ((v ?? null) === null || !calibration ? "" : withError(calibration.row(p.x, v).y, row.yError));
      const pixel = (name) => h("input", { id: `point-${i}-${name}`, "aria-label": `pixel ${name} of point ${i + 1}`, size: 7, inputmode: "decimal", value: p[name].toFixed(2), onchange: (event) => move(i, name, event.target.value) });
      return h("tr", { "aria-current": act.selected() === i ? "true" : null },
        h("td", {}, h("button", { type: "button", class: "plain icon", id: `point-${i}`, "aria-label": `go to point ${i + 1}`, onclick: () => act.select(i) }, `${i + 1}`)),
        h("td", { class: "v" }, row ? reading(row.x, row.xError, x.scale) : "–"),
        h("td", { class: "v" }, row ? reading(row.y, row.yError, y.scale) : "–"),
        bars ? h("td", { class: "v" }, `${end(p.low)} … ${end(p.high)}`) : null,
        h("td", {}, pixel("x")), h("td", {}, pixel("y")),
        h("td", {}, h("button", { type: "button", class: "plain icon", "aria-label": `delete point ${i + 1}`, onclick: () => act.removePoint(i) }, "×")));
    })))),
    chosen.points.length > MOST ? h("p", { class: "quiet" }, `The first ${MOST} of ${chosen.points.length} are shown; all are kept.`) : null);
}
