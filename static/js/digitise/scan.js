// A line, column by column: the weighted centre of the pen in each, followed from where it was
// clicked; crossings by the last slope, steep parts with their height as uncertainty, gaps as gaps.
const HELD = 0.4; // coverage from which a pixel is of the pen
const BACK = 12; // columns whose slope is taken

// The runs of the pen in each column: {y, top, bottom, weight, clipped}.
export function runsOf({ part, other, w, h }) {
  const columns = [];
  for (let x = 0; x < w; x += 1) {
    const runs = [];
    for (let y = 0; y < h; y += 1) {
      if (part[y * w + x] < HELD) continue;
      const top = y;
      while (y + 1 < h && part[(y + 1) * w + x] >= HELD) y += 1;
      runs.push(runAt(part, other, x, top, y, w, h));
    }
    columns.push(runs);
  }
  return columns;
}

function runAt(part, other, x, top, bottom, w, h) {
  let [weight, moment] = [0, 0];
  const [from, to] = [Math.max(0, top - 1), Math.min(h - 1, bottom + 1)];
  for (let y = from; y <= to; y += 1) {
    const v = part[y * w + x];
    weight += v;
    moment += v * (y + 0.5);
  }
  const foreign = (y) => y >= 0 && y < h && other[y * w + x] === 1;
  const clipped = foreign(top - 1) || foreign(bottom + 1) || foreign(top - 2) || foreign(bottom + 2);
  return { y: moment / weight, top, bottom: bottom + 1, weight, clipped };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

export function penWidth(columns) {
  const weights = columns.flat().map((run) => run.weight).sort((a, b) => a - b);
  return Math.max(1, weights[Math.floor(weights.length * 0.3)] ?? 1);
}

// Slope of the last points that were taken, in rows a column.
function slopeOf(points, direction) {
  const last = points.slice(-BACK);
  if (last.length < 3) return 0;
  const mx = last.reduce((all, p) => all + p.x, 0) / last.length;
  const my = last.reduce((all, p) => all + p.y, 0) / last.length;
  const xx = last.reduce((all, p) => all + (p.x - mx) ** 2, 0);
  const xy = last.reduce((all, p) => all + (p.x - mx) * (p.y - my), 0);
  return xx ? (xy / xx) * direction : 0;
}

function follow(columns, start, direction, pen, h, used) {
  const points = [];
  let run = start.run;
  let y = run.y;
  let gap = 0;
  let merged = false;
  for (let x = start.x + direction; x >= 0 && x < columns.length; x += direction) {
    const slope = slopeOf(points, direction);
    const foreseen = y + slope * (gap + 1);
    const fit = columns[x].filter((one) => !(one.clipped && one.weight < 0.7 * pen));
    const touching = gap ? [] : fit.filter((one) => one.top <= run.bottom && one.bottom >= run.top);
    const reach = Math.min(0.12 * h, 1.5 * pen + 2 + (gap + 1) * (0.35 + 0.6 * Math.abs(slope)));
    const near = touching.length ? touching : fit.filter((one) => distance(one, foreseen) <= reach);
    if (!near.length) {
      gap += 1;
      continue;
    }
    const taken = near.reduce((a, b) => (distance(b, foreseen) < distance(a, foreseen) ? b : a));
    const tall = taken.bottom - taken.top > 2.2 * pen + 1 + 1.5 * Math.abs(slope);
    const before = columns[x - direction].filter((one) => one.top <= taken.bottom && one.bottom >= taken.top);
    merged = tall && (before.length > 1 || (merged && before.length > 0));
    const half = pen / 2;
    const place = merged
      ? Math.max(taken.top + half, Math.min(taken.bottom - half, foreseen))
      : taken.y;
    const rise = taken.bottom - taken.top - pen;
    const sd = merged ? Math.max(0.5, half) : Math.max(0.5, (rise - 1) / Math.sqrt(12));
    points.push({ x: x + 0.5, y: place, sd, gap, merged });
    used.add(taken);
    run = taken;
    y = place;
    gap = 0;
  }
  return points;
}

const distance = (run, y) => (y < run.top ? run.top - y : y > run.bottom ? y - run.bottom : 0) + 0.01 * Math.abs(run.y - y);

// The line that runs through a click, in pixels of the picture, in the order of x. `left` is what
// else of the pen there is: a legend, or another line of the same colour.
export function scan(cover, click) {
  const columns = runsOf(cover);
  const pen = penWidth(columns);
  const used = new Set();
  const start = startAt(columns, click ? [click[0] - cover.x0, click[1] - cover.y0] : null);
  if (!start) return { points: [], left: [], pen };
  used.add(start.run);
  const own = { x: start.x + 0.5, y: start.run.y, sd: 0.5, gap: 0 };
  const ahead = follow(columns, start, 1, pen, cover.h, used);
  // the way back begins with the slope of what lies ahead
  const back = follow(columns, start, -1, pen, cover.h, used);
  const points = [...back.reverse(), own, ...ahead].map((p) => ({
    x: p.x + cover.x0,
    y: p.y + cover.y0,
    sd: p.sd,
  }));
  return { points, left: leftOver(columns, used, cover, pen), pen };
}

function startAt(columns, click) {
  let best = null;
  columns.forEach((runs, x) =>
    runs.forEach((run) => {
      const away = click ? Math.hypot(x + 0.5 - click[0], distance(run, click[1])) : columns.length - runs.length;
      if (!best || away < best.away) best = { x, run, away };
    }),
  );
  return best && (!click || best.away < 12) ? best : null;
}

// Pieces of the pen that were not followed, each at least as wide as a dozen pens.
function leftOver(columns, used, cover, pen) {
  const pieces = [];
  columns.forEach((runs, x) => {
    for (const run of runs) {
      if (used.has(run)) continue;
      const piece = pieces.find((p) => x - p.x1 < 4 && run.top <= p.bottom + 2 && run.bottom >= p.top - 2);
      if (piece) Object.assign(piece, { x1: x, top: run.top, bottom: run.bottom, n: piece.n + 1 });
      else pieces.push({ x0: x, x1: x, top: run.top, bottom: run.bottom, n: 1 });
    }
  });
  return pieces
    .filter((p) => p.n >= Math.max(10, 6 * pen))
    .map((p) => ({ x: cover.x0 + (p.x0 + p.x1) / 2, y: cover.y0 + (p.top + p.bottom) / 2, width: p.x1 - p.x0 + 1 }));
}

// Fewer points that say the same: one each `step` columns, and every corner.
export function thinned(points, step) {
  if (points.length < 3 || step <= 1) return points;
  const keep = new Set([0, points.length - 1]);
  for (let i = 0; i < points.length; i += step) keep.add(i);
  const corners = (a, b) => {
    if (b - a < 2) return;
    const [p, q] = [points[a], points[b]];
    let [far, where] = [0, -1];
    for (let i = a + 1; i < b; i += 1) {
      const share = (points[i].x - p.x) / (q.x - p.x || 1);
      const off = Math.abs(points[i].y - p.y - share * (q.y - p.y));
      if (off > far) [far, where] = [off, i];
    }
    if (far <= 1) return;
    keep.add(where);
    corners(a, where);
    corners(where, b);
  };
  const marks = [...keep].sort((a, b) => a - b);
  for (let i = 1; i < marks.length; i += 1) corners(marks[i - 1], marks[i]);
  return [...keep].sort((a, b) => a - b).map((i) => points[i]);
}

export { median };
