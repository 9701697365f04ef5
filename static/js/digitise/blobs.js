// Markers: their centres, with the line and the error bars through them taken away. Hollow markers
// are filled first; what is run together is told apart where its cores are, else sampled.
import { atLeast } from "./pixels.js";

const HELD = 0.45;
const TRIANGLE = 1.6; // from which the third at one end of a marker is heavier than that at the other
const MOST_HOLE = 40; // pixels across a hole of a hollow marker

// Distance of each pixel of the pen to the nearest that is not (two passes, chamfer 3-4, in pixels).
function distances(mask, w, h) {
  const far = new Float32Array(w * h);
  const see = (k, other, cost) => {
    if (far[other] + cost < far[k]) far[k] = far[other] + cost;
  };
  for (let k = 0; k < w * h; k += 1) far[k] = mask[k] ? 1e6 : 0;
  for (let y = 0; y < h; y += 1)
    for (let x = 0; x < w; x += 1) {
      const k = y * w + x;
      if (!mask[k]) continue;
      if (x === 0 || y === 0 || x === w - 1 || y === h - 1) far[k] = Math.min(far[k], 1);
      if (x) see(k, k - 1, 1);
      if (y) see(k, k - w, 1);
      if (x && y) see(k, k - w - 1, 1.35);
      if (y && x < w - 1) see(k, k - w + 1, 1.35);
    }
  for (let y = h - 1; y >= 0; y -= 1)
    for (let x = w - 1; x >= 0; x -= 1) {
      const k = y * w + x;
      if (!mask[k]) continue;
      if (x < w - 1) see(k, k + 1, 1);
      if (y < h - 1) see(k, k + w, 1);
      if (x < w - 1 && y < h - 1) see(k, k + w + 1, 1.35);
      if (x && y < h - 1) see(k, k + w - 1, 1.35);
    }
  return far;
}

// Connected pixels of a mask, as lists of their numbers; `corners`: those that touch by a corner too.
export function components(mask, w, h, corners = true) {
  const seen = new Uint8Array(w * h);
  let many = 0;
  for (let k = 0; k < w * h; k += 1) many += mask[k];
  const order = new Int32Array(many);
  const ways = [-1, 1, -w, w, -w - 1, -w + 1, w - 1, w + 1];
  const found = [];
  let end = 0;
  for (let k = 0; k < w * h; k += 1) {
    if (!mask[k] || seen[k]) continue;
    const first = end;
    seen[k] = 1;
    order[end++] = k;
    for (let i = first; i < end; i += 1) {
      const n = order[i];
      const x = n % w;
      const [left, right, up, down] = [x > 0, x < w - 1, n >= w, n < w * (h - 1)];
      for (let d = 0; d < (corners ? 8 : 4); d += 1) {
        if (!(d === 0 ? left : d === 1 ? right : d === 2 ? up : d === 3 ? down : (d & 1 ? right : left) && (d < 6 ? up : down))) continue;
        const m = n + ways[d];
        if (seen[m] || !mask[m]) continue;
        seen[m] = 1;
        order[end++] = m;
      }
    }
    found.push(order.subarray(first, end));
  }
  return found;
}

function extent(own, w) {
  let [x0, x1, y0, y1] = [Infinity, -1, Infinity, -1];
  for (const k of own) {
    const [x, y] = [k % w, Math.floor(k / w)];
    [x0, x1, y0, y1] = [Math.min(x0, x), Math.max(x1, x), Math.min(y0, y), Math.max(y1, y)];
  }
  return { x0, x1, y0, y1, w: x1 - x0 + 1, h: y1 - y0 + 1 };
}

// Holes in the pen no larger than a marker become pen.
function filled(mask, w, h, most) {
  const gaps = new Uint8Array(w * h);
  for (let k = 0; k < w * h; k += 1) gaps[k] = 1 - mask[k];
  const whole = mask.slice();
  for (const own of components(gaps, w, h, false)) {
    const e = extent(own, w);
    const inside = e.x0 > 0 && e.y0 > 0 && e.x1 < w - 1 && e.y1 < h - 1;
    if (inside && e.w <= most && e.h <= most) for (const k of own) whole[k] = 1;
  }
  return whole;
}

// The middle of the marker at a click: uphill in the distance from its edge.
function climb(far, w, h, x, y) {
  let best = null;
  for (let j = -4; j <= 4; j += 1)
    for (let i = -4; i <= 4; i += 1) {
      const [cx, cy] = [Math.floor(x) + i, Math.floor(y) + j];
      if (cx < 0 || cy < 0 || cx >= w || cy >= h || !far[cy * w + cx]) continue;
      const away = Math.hypot(i, j);
      if (!best || away < best.away) best = { k: cy * w + cx, away };
    }
  if (!best) return null;
  // no farther than the marker goes: where many run together, the ridge leads away from it
  const most = far[best.k] + 10;
  for (let k = best.k; ; ) {
    const [cx, cy] = [k % w, Math.floor(k / w)];
    let top = k;
    for (let j = -2; j <= 2; j += 1)
      for (let i = -2; i <= 2; i += 1) {
        const n = (cy + j) * w + cx + i;
        if (cx + i >= 0 && cx + i < w && cy + j >= 0 && cy + j < h && far[n] > far[top]) top = n;
      }
    if (top === k || Math.hypot((top % w) + 0.5 - x, Math.floor(top / w) + 0.5 - y) > most) return k;
    k = top;
  }
}

function largest(far) {
  const values = [];
  for (let k = 0; k < far.length; k += 1) if (far[k] >= 2) values.push(far[k]);
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length * 0.98)] ?? 0;
}

// Centres of all markers like the one that was clicked, in pixels of the picture, in the order of x.
// `left` are those that run together, each sampled along its middle and less certain. `only`: clicks
// on the markers that are wanted, where other series share their colour; `missed` are those beside
// which there is none.
export function markers(cover, click, only = null) {
  const { part, w, h, x0, y0 } = cover;
  const held = atLeast(part, HELD);
  const mask = filled(held, w, h, MOST_HOLE);
  const far = distances(mask, w, h);
  const own = click ? climb(far, w, h, click[0] - x0, click[1] - y0) : null;
  const radius = own === null ? largest(far) : far[own];
  if (radius < 1.5) return { points: [], left: [], missed: only ?? [], radius };
  const least = Math.max(1.2, 0.62 * radius);
  const cores = components(atLeast(far, least), w, h);
  const weight = part.slice();
  for (let k = 0; k < weight.length; k += 1) if (mask[k] && !held[k]) weight[k] = 1;
  const all = [];
  const left = [];
  for (const core of cores) {
    const e = extent(core, w);
    const long = Math.max(e.w, e.h);
    if (long <= 3.2 * (radius - least) + 3) {
      all.push(centre(core, weight, w, h, least));
      continue;
    }
    const samples = sampled(core, weight, w, Math.max(1, radius));
    left.push({ x: x0 + (e.x0 + e.x1) / 2, y: y0 + (e.y0 + e.y1) / 2, width: e.w, many: samples.length });
    all.push(...samples);
  }
  const { points, missed } = only ? beside(only, all, cover, radius) : { points: all, missed: [] };
  const lift = boxed(points.filter((p) => !p.sd), weight, w, h, radius);
  const placed = points.map((p) => ({ ...p, x: p.x + x0, y: p.y + y0 + (p.sd ? 0 : lift) }));
  return { points: placed.sort((a, b) => a.x - b.x), left: only ? [] : left, missed, radius };
}

// Of all markers the one beside each click, no farther than it is large.
function beside(clicks, all, { x0, y0 }, radius) {
  const [points, missed] = [[], []];
  for (const [x, y] of clicks) {
    const away = (p) => Math.hypot(p.x + x0 - x, p.y + y0 - y);
    const one = all.reduce((near, p) => (near && away(near) <= away(p) ? near : p), null);
    if (one && away(one) <= radius + 3) points.push(one);
    else missed.push([x, y]);
  }
  return { points: [...new Set(points)], missed };
}

// The weighted centre of what lies within `reach` of a core: the marker without its line.
function centre(core, weight, w, h, reach) {
  const near = new Set();
  const grow = Math.floor(reach + 0.3);
  for (const k of core) {
    const [x, y] = [k % w, Math.floor(k / w)];
    for (let dy = -grow; dy <= grow; dy += 1)
      for (let dx = -grow; dx <= grow; dx += 1)
        if (dx * dx + dy * dy <= (reach + 0.3) ** 2 && x + dx >= 0 && x + dx < w && y + dy >= 0 && y + dy < h)
          near.add(k + dy * w + dx);
  }
  let [all, mx, my] = [0, 0, 0];
  for (const k of near) {
    if (weight[k] < 0.1) continue;
    all += weight[k];
    mx += weight[k] * ((k % w) + 0.5);
    my += weight[k] * (Math.floor(k / w) + 0.5);
  }
  return { x: mx / all, y: my / all };
}

// From the centre of gravity to the middle of the height, of the middling marker: what plots put at
// the value of a triangle. Nothing for markers that are alike above and below. No wider than a marker
// and the median of them, so that a grid or a fitted line beside a few of them makes no triangle.
function boxed(points, weight, w, h, radius) {
  const [q, half] = [Math.ceil(2 * radius) + 1, Math.ceil(1.5 * radius)];
  const inRow = (p, j) => {
    const y = Math.round(p.y - 0.5) + j;
    let all = 0;
    for (let x = Math.floor(p.x) - half; x <= Math.floor(p.x) + half; x += 1)
      if (x >= 0 && y >= 0 && x < w && y < h) all += weight[y * w + x];
    return all;
  };
  const rows = Array.from({ length: 2 * q + 1 }, (_, j) => {
    const each = points.map((p) => inRow(p, j - q)).sort((a, b) => a - b);
    return each[Math.floor(each.length / 2)] ?? 0;
  });
  // what goes on above and below the marker is its error bar or its line
  const beyond = rows.filter((_, j) => Math.abs(j - q) > half).sort((a, b) => a - b);
  const floor = beyond[Math.floor(beyond.length / 2)];
  rows.forEach((v, j) => (rows[j] = Math.max(0, v - floor)));
  const most = Math.max(...rows, 0);
  const own = rows.map((v) => v > 0.25 * most);
  let [top, bottom] = [q, q];
  while (own[top - 1]) top -= 1;
  while (own[bottom + 1]) bottom += 1;
  const third = Math.max(1, Math.round((bottom - top + 1) / 3));
  const held = (a, b) => rows.slice(a, b).reduce((all, v) => all + v, 0);
  const [above, below] = [held(top, top + third), held(bottom + 1 - third, bottom + 1)];
  if (!points.length || Math.max(above, below) < TRIANGLE * Math.min(above, below)) return 0;
  return (below > above ? -1 : 1) * ((bottom - top + 1) / 6);
}

// Markers that run together: the middle of their core each `step` columns (rows, where it is upright).
function sampled(core, weight, w, step) {
  const e = extent(core, w);
  const upright = e.h > e.w;
  const lines = new Map();
  for (const k of core) {
    const [x, y] = [k % w, Math.floor(k / w)];
    const line = upright ? y : x;
    const sums = lines.get(line) ?? [0, 0];
    sums[0] += weight[k];
    sums[1] += weight[k] * ((upright ? x : y) + 0.5);
    lines.set(line, sums);
  }
  const places = [...lines.keys()].sort((a, b) => a - b);
  const count = Math.max(2, Math.round(places.length / step));
  return Array.from({ length: count }, (_, i) => {
    const line = places[Math.round((i * (places.length - 1)) / (count - 1))];
    const [all, moment] = lines.get(line);
    const point = upright ? { x: moment / all, y: line + 0.5 } : { x: line + 0.5, y: moment / all };
    return { ...point, sd: Math.max(0.7, step / 3) };
  });
}

// The ends of the error bar through each marker: up and down its column as far as the pen goes; the
// middle of its cap where there is one.
export function errorBars(cover, points, radius) {
  const { part, w, h, x0, y0 } = cover;
  const inked = (x, y) => x >= 0 && y >= 0 && x < w && y < h && part[y * w + x] >= HELD;
  const stem = (x, y) => inked(x, y) || inked(x - 1, y) || inked(x + 1, y);
  const wide = (x, y) => {
    let [left, right] = [0, 0];
    while (left < 3 * radius + 6 && (inked(x - left - 1, y) || (left === 0 && inked(x - 2, y)))) left += 1;
    while (right < 3 * radius + 6 && (inked(x + right + 1, y) || (right === 0 && inked(x + 2, y)))) right += 1;
    return left + right + 1;
  };
  const end = (p, direction) => {
    const x = Math.floor(p.x - x0);
    let y = Math.round(p.y - y0 - 0.5 + direction * (radius + 1));
    if (!stem(x, y)) return null;
    while (stem(x, y + direction)) y += direction;
    const far = Math.abs(y + 0.5 - (p.y - y0)) - radius;
    if (far < 2) return null;
    const cap = [];
    for (let k = 0; k < 5; k += 1) if (wide(x, y - direction * k) >= 5) cap.push(y - direction * k);
    const middle = cap.length ? cap.reduce((a, b) => a + b, 0) / cap.length : y;
    return middle + 0.5 + y0;
  };
  return points.map((p) => ({ ...p, up: end(p, -1), down: end(p, 1) }));
}
