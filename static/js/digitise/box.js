// The inside of the axes, from their ticks and the frame drawn beside them.
import { backgroundOf } from "./pixels.js";

const DARK = 120; // of the three colours together, from the background
const FRAME = 0.9; // share of a row or column that a frame fills

// A box in pixels, or null before both axes have two ticks.
export function suggestedBox(picture, axes) {
  const [xs, ys] = ["x", "y"].map((d) => axes.filter((axis) => axis.direction === d).flatMap((axis) => axis.ticks));
  if (xs.length < 2 || ys.length < 2) return null;
  if (axes.some((axis) => axis.tilted)) return leaning(xs, ys);
  const bg = backgroundOf(picture);
  const { data } = picture;
  const drawn = (x, y) => {
    const i = 4 * (y * picture.width + x);
    return Math.abs(data[i] - bg[0]) + Math.abs(data[i + 1] - bg[1]) + Math.abs(data[i + 2] - bg[2]) > DARK;
  };
  const [x0, x1] = ends(xs.map((t) => t.x), picture.width);
  const [y0, y1] = ends(ys.map((t) => t.y), picture.height);
  const share = (from, to, hit) => {
    let held = 0;
    for (let i = from; i < to; i += 1) held += hit(i) ? 1 : 0;
    return held / Math.max(1, to - from);
  };
  const column = (x) => share(y0, y1, (y) => drawn(x, y)) >= FRAME;
  const row = (y) => share(x0, x1, (x) => drawn(x, y)) >= FRAME;
  const [w, h] = [x1 - x0, y1 - y0];
  return {
    x0: frame(x0 + 4, 0, picture.width, column) ?? Math.max(0, x0 - w / 10),
    x1: frame(x1 - 4, picture.width, picture.width, column) ?? Math.min(picture.width, x1 + w / 4),
    y0: frame(y0 + 4, 0, picture.height, row) ?? Math.max(0, y0 - h / 4),
    y1: frame(y1 - 4, picture.height, picture.height, row) ?? Math.min(picture.height, y1 + h / 10),
  };
}

// Of a turned scan: what certainly lies inside all four sides.
function leaning(xs, ys) {
  const span = (values) => Math.max(...values) - Math.min(...values);
  const [dx, dy] = [span(ys.map((t) => t.x)), span(xs.map((t) => t.y))];
  return {
    x0: Math.min(...ys.map((t) => t.x)) + dx + 4,
    x1: Math.max(...xs.map((t) => t.x)) - dx - 4,
    y0: Math.min(...ys.map((t) => t.y)) + dy + 4,
    y1: Math.max(...xs.map((t) => t.y)) - dy - 4,
  };
}

const ends = (values, most) => [Math.max(0, Math.round(Math.min(...values))), Math.min(most - 1, Math.round(Math.max(...values)))];

// The first frame line from one place to another, a little more left outside. What is as wide as a
// marker is a level curve and no frame.
function frame(from, to, most, hit) {
  const step = to < from ? -1 : 1;
  for (let i = Math.round(from); step * (to - i) >= 0 && i >= 0 && i < most; i += step) {
    if (!hit(i)) continue;
    let thick = 1;
    while (thick < 40 && i + step * thick >= 0 && i + step * thick < most && hit(i + step * thick)) thick += 1;
    if (thick <= Math.max(4, 0.008 * most)) return step < 0 ? i + 2.5 : i - 1.5;
    i += step * thick;
  }
  return null;
}
