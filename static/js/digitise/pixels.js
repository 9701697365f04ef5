// A picture as numbers, and how much of a pen each of its pixels holds. A picture is what a canvas
// gives: {width, height, data} with four bytes a pixel.
export const at = (picture, x, y) => {
  const i = 4 * (y * picture.width + x);
  return [picture.data[i], picture.data[i + 1], picture.data[i + 2]];
};

const minus = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const size = (a) => Math.sqrt(dot(a, a));

export function within(picture, box) {
  const whole = box ?? { x0: 0, y0: 0, x1: picture.width, y1: picture.height };
  const clip = (v, most) => Math.max(0, Math.min(most, Math.round(v)));
  const [x0, x1] = [whole.x0, whole.x1].map((v) => clip(v, picture.width)).sort((a, b) => a - b);
  const [y0, y1] = [whole.y0, whole.y1].map((v) => clip(v, picture.height)).sort((a, b) => a - b);
  return { x0, y0, x1, y1 };
}

// A mask of where a list of numbers is at least so much.
export function atLeast(values, least) {
  const mask = new Uint8Array(values.length);
  for (let k = 0; k < values.length; k += 1) if (values[k] >= least) mask[k] = 1;
  return mask;
}

// The colour that most of the box has.
export function background(picture, box) {
  const { x0, y0, x1, y1 } = within(picture, box);
  const { data, width } = picture;
  const sums = new Float64Array(4 * 32768); // red, green, blue and how many, of colours alike
  let most = -1;
  for (let y = y0; y < y1; y += 2)
    for (let x = x0; x < x1; x += 2) {
      const i = 4 * (y * width + x);
      const k = 4 * (((data[i] >> 3) << 10) | ((data[i + 1] >> 3) << 5) | (data[i + 2] >> 3));
      for (let j = 0; j < 3; j += 1) sums[k + j] += data[i + j];
      sums[k + 3] += 1;
      if (most < 0 || sums[k + 3] > sums[most + 3]) most = k;
    }
  return most < 0 ? [255, 255, 255] : [0, 1, 2].map((j) => sums[most + j] / sums[most + 3]);
}

const known = new WeakMap();

// The background of the whole picture.
export function backgroundOf(picture) {
  if (!known.has(picture)) known.set(picture, background(picture, null));
  return known.get(picture);
}

// The colour of the pen at a click: the pixels near it that stand out most from the background,
// in the direction of the best of those next to it.
export function penAt(picture, x, y, bg) {
  const near = (radius) => {
    const found = [];
    for (let j = Math.floor(y) - radius; j <= Math.floor(y) + radius; j += 1)
      for (let i = Math.floor(x) - radius; i <= Math.floor(x) + radius; i += 1)
        if (i >= 0 && j >= 0 && i < picture.width && j < picture.height)
          found.push(minus(at(picture, i, j), bg));
    return found.sort((a, b) => size(b) - size(a));
  };
  const first = near(1)[0];
  if (!first || size(first) < 24) return null;
  const alike = near(3).filter((c) => dot(c, first) > 0.95 * size(c) * size(first));
  const best = alike.slice(0, Math.max(1, Math.min(4, Math.floor(alike.length / 3))));
  return [0, 1, 2].map((i) => bg[i] + best.reduce((all, c) => all + c[i], 0) / best.length);
}

const FARTHEST = 0.42; // of the way from background to pen that a pixel may lie aside of it

// How much of the pen each pixel of the box holds, 0 to 1, by projection on the way from the
// background to the pen. What lies aside of it, or nearer to the way of a rival, holds nothing.
// Also `other`: 1 where a pixel is neither background nor this pen.
export function coverage(picture, { box, pen, bg, rivals = [], excluded = null }) {
  const { x0, y0, x1, y1 } = within(picture, box);
  const [w, h] = [x1 - x0, y1 - y0];
  const part = new Float32Array(w * h);
  const other = new Uint8Array(w * h);
  const way = minus(pen, bg);
  const far = dot(way, way);
  const ways = rivals.map((rival) => minus(rival, bg)).filter((one) => size(minus(one, way)) > 20);
  const { data, width } = picture;
  for (let y = 0; y < h; y += 1)
    for (let x = 0; x < w; x += 1) {
      const i = (y0 + y) * width + x0 + x;
      const r = data[4 * i] - bg[0];
      const g = data[4 * i + 1] - bg[1];
      const b = data[4 * i + 2] - bg[2];
      const long = r * r + g * g + b * b;
      if (long < 0.01 * far || (excluded && excluded[i])) continue;
      const a = (r * way[0] + g * way[1] + b * way[2]) / far;
      const aside = Math.sqrt(Math.max(0, long - a * a * far));
      const taken = a > 0.08 && a < 1.4 && aside < FARTHEST * Math.sqrt(far) * Math.max(0.4, Math.min(a, 1))
        && !ways.some((one) => asideOf([r, g, b], one) < aside - 4);
      const k = y * w + x;
      if (taken) part[k] = Math.min(1, a);
      else if (long > 0.06 * far) other[k] = 1;
    }
  withoutGrid(part, w, h);
  return { part, other, x0, y0, w, h };
}

function asideOf(q, way) {
  const a = Math.max(0, Math.min(1.4, dot(q, way) / dot(way, way)));
  return size([q[0] - a * way[0], q[1] - a * way[1], q[2] - a * way[2]]);
}

// Grid lines in a tint of the pen: what most of a row or column holds alike is not the curve.
function withoutGrid(part, w, h) {
  for (const [lines, length, step, stride] of [[h, w, w, 1], [w, h, 1, w]]) {
    const floors = Array.from({ length: lines }, (_, i) => {
      const values = new Float32Array(Math.ceil(length / 3));
      for (let j = 0; j < values.length; j += 1) values[j] = part[i * step + 3 * j * stride];
      return values.sort()[Math.floor(values.length * 0.45)] ?? 0;
    });
    floors.forEach((floor, i) => {
      const solid = floors.slice(Math.max(0, i - 2), i + 3).some((one) => one > 0.6);
      if (floor < 0.05 || solid) return;
      for (let j = 0; j < length; j += 1) {
        const k = i * step + j * stride;
        part[k] = Math.max(0, (part[k] - floor) / (1 - floor));
      }
    });
  }
}

// A click moved onto the tick mark or grid line beside it, along its axis; as it is where none is.
export function snapped(picture, x, y, direction, reach = 5) {
  const bg = backgroundOf(picture);
  const across = direction === "x";
  const dark = [];
  for (let k = -reach - 1; k <= reach + 1; k += 1) {
    let all = 0;
    for (let m = -7; m <= 7; m += 1) {
      const [i, j] = across ? [Math.floor(x) + k, Math.floor(y) + m] : [Math.floor(x) + m, Math.floor(y) + k];
      if (i >= 0 && j >= 0 && i < picture.width && j < picture.height)
        all += size(minus(at(picture, i, j), bg));
    }
    dark.push(all);
  }
  const least = [...dark].sort((a, b) => a - b)[Math.floor(dark.length / 3)];
  const over = dark.map((d) => Math.max(0, d - least - 150));
  let best = over.indexOf(Math.max(...over));
  if (!(over[best] > 150)) return [x, y];
  const from = Math.max(0, best - 2);
  const near = over.slice(from, best + 3);
  const centre = near.reduce((all, v, i) => all + v * (from + i), 0) / near.reduce((a, b) => a + b, 0);
  const moved = Math.floor(across ? x : y) - reach - 1 + centre + 0.5;
  return across ? [moved, y] : [x, moved];
}
