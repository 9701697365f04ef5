// From pixels to values and back, with reading errors. The twin of science/digitised.py: the same
// formulas, tested on the same numbers. An axis is {direction: "x"|"y", scale, tilted, ticks:
// [{value, x, y}]}; pixels count from the upper left corner, the centre of the first at 0.5.
export const PIXEL_SD = 0.5;
export const TOLERATED = 1.5; // pixels by which a tick may miss the line through all ticks
const OFFERED = (0.3 * Math.PI) / 180; // a tilt that is worth asking about

export class Uncalibrated extends Error {
  constructor(message, tick = null) {
    super(message);
    this.tick = tick;
  }
}

export function transformed(scale, value, tick = null) {
  if (scale === "log") {
    if (!(value > 0)) throw new Uncalibrated(`a logarithmic axis has no ${value}: its values are > 0`, tick);
    return Math.log10(value);
  }
  if (scale === "reciprocal") {
    if (value === 0) throw new Uncalibrated("a reciprocal axis has no 0", tick);
    return 1 / value;
  }
  return value;
}

const sum = (list) => list.reduce((all, one) => all + one, 0);

// The direction of the ticks by total least squares, towards the right or downwards.
export function tilt(axis) {
  const n = axis.ticks.length;
  const mx = sum(axis.ticks.map((t) => t.x)) / n;
  const my = sum(axis.ticks.map((t) => t.y)) / n;
  const xx = sum(axis.ticks.map((t) => (t.x - mx) ** 2));
  const yy = sum(axis.ticks.map((t) => (t.y - my) ** 2));
  const xy = sum(axis.ticks.map((t) => (t.x - mx) * (t.y - my)));
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const sign = (axis.direction === "x" ? dx : dy) < 0 ? -1 : 1;
  return [sign * dx, sign * dy];
}

const straight = (direction) => (direction === "x" ? [1, 0] : [0, 1]);
const along = (axis) =>
  axis.tilted && axis.ticks.length > 1 ? tilt(axis) : straight(axis.direction);

function split(px, py, dx, dy) {
  const area = dx[0] * dy[1] - dx[1] * dy[0];
  return [(px * dy[1] - py * dy[0]) / area, (py * dx[0] - px * dx[1]) / area];
}

class Line {
  constructor(axis, dx, dy) {
    if (axis.ticks.length < 2) throw new Uncalibrated("an axis needs two ticks, better three or more");
    const which = axis.direction === "x" ? 0 : 1;
    const s = axis.ticks.map((t) => split(t.x, t.y, dx, dy)[which]);
    const f = axis.ticks.map((t, i) => transformed(axis.scale, t.value, i));
    const n = f.length;
    this.scale = axis.scale;
    this.ticks = n;
    this.mean = sum(f) / n;
    const middle = sum(s) / n;
    this.spread = sum(f.map((one) => (one - this.mean) ** 2));
    if (this.spread === 0) throw new Uncalibrated("all ticks have one value: an axis needs two");
    this.slope = sum(f.map((one, i) => (one - this.mean) * (s[i] - middle))) / this.spread;
    if (Math.abs(this.slope) * Math.sqrt(this.spread) < 1)
      throw new Uncalibrated("all ticks stand at one place along their axis");
    this.offset = middle - this.slope * this.mean;
    this.residuals = s.map((one, i) => one - this.offset - this.slope * f[i]);
    const scatter = n > 2 ? Math.sqrt(sum(this.residuals.map((r) => r * r)) / (n - 2)) : 0;
    this.tickSd = Math.max(PIXEL_SD, scatter);
  }

  value(s) {
    const f = (s - this.offset) / this.slope;
    if (this.scale === "log") return 10 ** f;
    return this.scale === "reciprocal" ? 1 / f : f;
  }

  at(value) {
    return this.offset + this.slope * transformed(this.scale, value);
  }

  variance(f) {
    return this.tickSd ** 2 * (1 / this.ticks + (f - this.mean) ** 2 / this.spread);
  }

  error(s, pixelSd = PIXEL_SD) {
    const f = (s - this.offset) / this.slope;
    const ofF = Math.hypot(pixelSd, Math.sqrt(this.variance(f))) / Math.abs(this.slope);
    const value = this.value(s);
    if (this.scale === "log") return value * Math.LN10 * ofF;
    return this.scale === "reciprocal" ? value * value * ofF : ofF;
  }
}

export class Calibration {
  constructor(x, y) {
    this.dx = along(x);
    this.dy = along(y);
    if (Math.abs(this.dx[0] * this.dy[1] - this.dx[1] * this.dy[0]) < 0.1)
      throw new Uncalibrated("the two axes run the same way in the picture");
    this.x = new Line(x, this.dx, this.dy);
    this.y = new Line(y, this.dx, this.dy);
  }

  place(px, py) {
    return split(px, py, this.dx, this.dy);
  }

  // {x, xError, y, yError} at a pixel
  row(px, py, pixelSd = PIXEL_SD) {
    const [s, t] = this.place(px, py);
    return {
      x: this.x.value(s),
      xError: this.x.error(s),
      y: this.y.value(t),
      yError: this.y.error(t, pixelSd ?? PIXEL_SD),
    };
  }

  // the pixel of two values
  pixel(x, y) {
    const [s, t] = [this.x.at(x), this.y.at(y)];
    return [s * this.dx[0] + t * this.dy[0], s * this.dx[1] + t * this.dy[1]];
  }
}

const across = { x: { direction: "x", scale: "linear", ticks: [{ value: 0, x: 0, y: 0 }, { value: 1, x: 100, y: 0 }] },
                 y: { direction: "y", scale: "linear", ticks: [{ value: 0, x: 0, y: 100 }, { value: 1, x: 0, y: 0 }] } };

function lineOf(axis) {
  const pair = { ...across, [axis.direction]: axis };
  return new Calibration(pair.x, pair.y)[axis.direction];
}

function fit(axis, scale) {
  try {
    const { residuals } = lineOf({ ...axis, scale });
    return Math.max(...residuals.map(Math.abs));
  } catch {
    return Infinity;
  }
}

// What is to be said of an axis: {error, tick} where it makes none; else warnings, the tick that
// misses the line, the scale that would fit better, and a tilt worth correcting (degrees).
export function advice(axis) {
  let line;
  try {
    line = lineOf(axis);
  } catch (error) {
    return { error: error.message, tick: error.tick ?? null, warnings: [] };
  }
  const found = { warnings: [], tick: null, scale: null, tilt: null, residuals: line.residuals };
  if (axis.ticks.length === 2)
    found.warnings.push("two ticks: a wrong one cannot be noticed; give a third");
  const worst = Math.max(...line.residuals.map(Math.abs));
  if (axis.ticks.length > 2 && worst > TOLERATED) {
    found.tick = line.residuals.findIndex((r) => Math.abs(r) === worst);
    const t = axis.ticks[found.tick];
    found.warnings.push(`the tick ${t.value} misses the others by ${worst.toFixed(1)} pixels`);
    const better = ["linear", "log", "reciprocal"]
      .filter((scale) => scale !== axis.scale)
      .map((scale) => [fit(axis, scale), scale])
      .sort((a, b) => a[0] - b[0])[0];
    if (better[0] < worst / 3 && better[0] < 2 * TOLERATED) {
      found.scale = better[1];
      found.warnings.push(`a ${better[1]} axis would fit better (${better[0].toFixed(1)} pixels): is it one?`);
    }
  }
  found.tilt = leaning(axis);
  return found;
}

// The tilt of an axis in degrees where its ticks agree on one above 0.3°; else null. One tick set
// aside of its axis is no tilt.
function leaning(axis) {
  if (axis.ticks.length < 3) return null;
  const d = tilt(axis);
  const angle = axis.direction === "x" ? Math.atan2(d[1], d[0]) : Math.atan2(-d[0], d[1]);
  const n = axis.ticks.length;
  const mx = sum(axis.ticks.map((t) => t.x)) / n;
  const my = sum(axis.ticks.map((t) => t.y)) / n;
  const off = axis.ticks.map((t) => (t.x - mx) * -d[1] + (t.y - my) * d[0]);
  const on = axis.ticks.map((t) => (t.x - mx) * d[0] + (t.y - my) * d[1]);
  const sd = Math.max(0.7, Math.sqrt(sum(off.map((o) => o * o)) / (n - 2)));
  const sure = sd / Math.sqrt(sum(on.map((o) => o * o)));
  const agree = Math.max(...off.map(Math.abs)) <= TOLERATED;
  return agree && Math.abs(angle) > OFFERED && Math.abs(angle) > 3 * sure ? (angle * 180) / Math.PI : null;
}

// Points (in pixels, in the order of x) at given values of the x axis: on the straight line between
// neighbours, never outside and never across a gap wider than `gap` pixels.
export function atGiven(points, calibration, xs, gap) {
  const placed = points
    .map((p) => [...calibration.place(p.x, p.y), p])
    .sort((a, b) => a[0] - b[0]);
  const found = [];
  for (const x of xs) {
    const s = calibration.x.at(x);
    const after = placed.findIndex((p) => p[0] >= s);
    if (after < 0 || (after === 0 && placed[0][0] > s + 0.51)) continue;
    const [a, b] = after === 0 ? [placed[0], placed[0]] : [placed[after - 1], placed[after]];
    if (b[0] - a[0] > gap) continue;
    const share = b[0] === a[0] ? 0 : (s - a[0]) / (b[0] - a[0]);
    const t = a[1] + share * (b[1] - a[1]);
    const [dx, dy] = [calibration.dx, calibration.dy];
    const sd = Math.max(a[2].sd ?? PIXEL_SD, b[2].sd ?? PIXEL_SD);
    found.push({
      x: s * dx[0] + t * dy[0],
      y: s * dx[1] + t * dy[1],
      ...(sd > PIXEL_SD ? { sd } : {}),
    });
  }
  return found;
}
