// A line that turns back on itself (a voltage loop): thinned to its middle and walked from where it
// was clicked, both ways, straight on at crossings and over the gaps of a dashed line.
import { atLeast } from "./pixels.js";

const HELD = 0.4;
const AHEAD = 8; // steps whose direction is kept

// Zhang and Suen, Commun. ACM 27 (1984) 236: the middle of the pen, one pixel wide.
export function thin(mask, w, h) {
  const held = mask.slice();
  let own = [];
  for (let k = 0; k < held.length; k += 1) if (held[k]) own.push(k);
  const inside = (k) => k % w > 0 && k % w < w - 1 && k >= w && k < w * (h - 1);
  const ring = [-w, 1 - w, 1, w + 1, w, w - 1, -1, -w - 1];
  const goes = (k, second) => {
    if (!inside(k)) return false;
    let [many, turns] = [0, 0];
    for (let i = 0; i < 8; i += 1) {
      many += held[k + ring[i]];
      if (!held[k + ring[i]] && held[k + ring[(i + 1) % 8]]) turns += 1;
    }
    if (many < 2 || many > 6 || turns !== 1) return false;
    const [n, e, s, west] = [held[k - w], held[k + 1], held[k + w], held[k - 1]];
    return second ? !(n && e && west) && !(n && s && west) : !(n && e && s) && !(e && s && west);
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const second of [false, true]) {
      const gone = own.filter((k) => goes(k, second));
      for (const k of gone) held[k] = 0;
      if (!gone.length) continue;
      changed = true;
      own = own.filter((k) => held[k]);
    }
  }
  return held;
}

export function trace(cover, click, { gap = 24 } = {}) {
  const { part, w, h, x0, y0 } = cover;
  const middle = thin(atLeast(part, HELD), w, h);
  const start = nearest(middle, w, h, click[0] - x0, click[1] - y0, 12);
  if (start === null) return { points: [], left: [] };
  const seen = new Uint8Array(w * h);
  const ahead = walk(middle, w, h, start, seen, null, gap);
  const back = walk(middle, w, h, start, seen, ahead, gap);
  const path = [...back.reverse(), start, ...ahead];
  const points = path.map((k, i) => centred(part, w, h, path, i));
  return { points: points.map((p) => ({ ...p, x: p.x + x0, y: p.y + y0 })), left: [] };
}

function nearest(middle, w, h, x, y, reach) {
  let best = null;
  for (let j = Math.max(0, Math.floor(y - reach)); j <= Math.min(h - 1, y + reach); j += 1)
    for (let i = Math.max(0, Math.floor(x - reach)); i <= Math.min(w - 1, x + reach); i += 1) {
      const away = Math.hypot(i + 0.5 - x, j + 0.5 - y);
      if (middle[j * w + i] && (!best || away < best.away)) best = { k: j * w + i, away };
    }
  return best && best.k;
}

function heading(path, w) {
  if (path.length < 2) return null;
  const [a, b] = [path[Math.max(0, path.length - 1 - AHEAD)], path[path.length - 1]];
  const [dx, dy] = [(b % w) - (a % w), Math.floor(b / w) - Math.floor(a / w)];
  const long = Math.hypot(dx, dy);
  return long ? [dx / long, dy / long] : null;
}

function walk(middle, w, h, start, seen, other, gap) {
  seen[start] = 1;
  // the second way begins away from the first
  const away = other && other.length ? heading([start, ...other.slice(0, 4)], w) : null;
  const path = [start];
  for (;;) {
    const way = heading(path, w) ?? (away && [-away[0], -away[1]]);
    const last = path[path.length - 1];
    const next = choose(middle, w, h, last, seen, way, gap) ?? corner(middle, w, h, path, seen);
    if (next === null) return path.slice(1);
    seen[next] = 1;
    path.push(next);
    if (path.length > 4) pass(seen, path[path.length - 5], w);
  }
}

// At a sharp corner both arms run together before the tip: the other arm leaves the path a little
// before its end. Not at the edge of the box, where a line may just end.
function corner(middle, w, h, path, seen) {
  const [x, y] = [path[path.length - 1] % w, Math.floor(path[path.length - 1] / w)];
  if (Math.min(x, y, w - 1 - x, h - 1 - y) < 4) return null;
  for (let i = path.length - 1; i >= Math.max(1, path.length - 40); i -= 1)
    for (let dy = -3; dy <= 3; dy += 1)
      for (let dx = -3; dx <= 3; dx += 1) {
        const [nx, ny] = [(path[i] % w) + dx, Math.floor(path[i] / w) + dy];
        if (nx >= 0 && ny >= 0 && nx < w && ny < h && middle[ny * w + nx] && !seen[ny * w + nx]) return ny * w + nx;
      }
  return null;
}

// What lies beside the path is of the path: no way back along it.
function pass(seen, k, w) {
  for (const n of [k - w - 1, k - w, k - w + 1, k - 1, k + 1, k + w - 1, k + w, k + w + 1])
    if (n >= 0 && n < seen.length) seen[n] = 1;
}

// The next pixel of the middle: beside this one as straight on as there is, else over a gap.
function choose(middle, w, h, from, seen, way, gap) {
  const [x, y] = [from % w, Math.floor(from / w)];
  let best = null;
  const look = (reach, least) => {
    const far = Math.floor(reach);
    for (let dy = -far; dy <= far; dy += 1)
      for (let dx = -far; dx <= far; dx += 1) {
        const [nx, ny] = [x + dx, y + dy];
        if ((!dx && !dy) || nx < 0 || ny < 0 || nx >= w || ny >= h) continue;
        const k = ny * w + nx;
        if (!middle[k] || seen[k]) continue;
        const long = Math.hypot(dx, dy);
        const straight = way ? (dx * way[0] + dy * way[1]) / long : 1;
        if (long > reach || straight < least) continue;
        const cost = long * (2.2 - straight);
        if (!best || cost < best.cost) best = { k, cost };
      }
  };
  look(1.5, way ? -0.5 : -2);
  for (let reach = 3; !best && reach <= gap; reach += 3) look(reach, way ? 0.8 : 2);
  return best && best.k;
}

// A pixel of the path moved to the weighted centre of the pen across it.
function centred(part, w, h, path, i) {
  const a = path[Math.max(0, i - 4)];
  const b = path[Math.min(path.length - 1, i + 4)];
  const [x, y] = [(path[i] % w) + 0.5, Math.floor(path[i] / w) + 0.5];
  const [tx, ty] = [(b % w) - (a % w), Math.floor(b / w) - Math.floor(a / w)];
  const long = Math.hypot(tx, ty) || 1;
  const [nx, ny] = [-ty / long, tx / long];
  const held = (k) => sample(part, w, h, x + k * nx, y + k * ny);
  let [all, moment] = [0, 0];
  for (const sign of [1, -1])
    for (let k = sign > 0 ? 0 : 0.5; k <= 6; k += 0.5) {
      const v = held(sign * k);
      if (v < 0.15) break;
      all += v;
      moment += v * sign * k;
    }
  const off = all ? Math.max(-2, Math.min(2, moment / all)) : 0;
  return { x: x + off * nx, y: y + off * ny };
}

function sample(part, w, h, x, y) {
  const [fx, fy] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  if (fx < 0 || fy < 0 || fx + 1 >= w || fy + 1 >= h) return 0;
  const [ax, ay] = [x - 0.5 - fx, y - 0.5 - fy];
  const v = (i, j) => part[(fy + j) * w + fx + i];
  return (v(0, 0) * (1 - ax) + v(1, 0) * ax) * (1 - ay) + (v(0, 1) * (1 - ax) + v(1, 1) * ax) * ay;
}
