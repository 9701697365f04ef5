// One series out of a picture: what the page and a script call alike.
import { background, coverage, penAt, within } from "./pixels.js";
import { scan, thinned } from "./scan.js";
import { errorBars, markers } from "./blobs.js";
import { trace } from "./trace.js";

export const METHODS = ["scan", "markers", "trace"];

// `task`: {method, click: [x, y], box, pen (else taken at the click), rivals: pens of the other
// series, excluded: a Uint8Array of the picture's pixels or rectangles, bars: true for error bars,
// only: clicks on each marker that is wanted, in place of `click`, step: columns between points that
// are kept}. Answers {points: [{x, y, sd?, low?, high?}], pen, notes}, in pixels of the picture.
export function extract(picture, task) {
  const box = within(picture, task.box);
  const bg = background(picture, box);
  const pen = task.pen ?? penAt(picture, ...(task.click ?? task.only[0]), bg);
  if (!pen) return { points: [], pen: null, notes: ["there is no line or marker at the click, only background"] };
  const cover = coverage(picture, {
    box,
    pen,
    bg,
    rivals: task.rivals ?? [],
    excluded: masked(picture, task.excluded),
  });
  const found = taken(cover, task);
  return { points: found.points, pen, notes: notesOf(found, task), cover };
}

function taken(cover, task) {
  if (task.method === "markers") {
    const found = markers(cover, task.click ?? task.only?.[0], task.only);
    if (!task.bars) return found;
    const barred = errorBars(cover, found.points, found.radius);
    return { ...found, points: barred.map(({ up, down, ...p }) => ({ ...p, low: down, high: up })) };
  }
  const found = task.method === "trace" ? trace(cover, task.click) : scan(cover, task.click);
  const step = task.step ?? 4;
  const points = task.method === "trace" ? found.points.filter((_, i) => i % step === 0) : thinned(found.points, step);
  return { ...found, points: points.map(({ sd, ...p }) => (sd > 0.5 ? { ...p, sd } : p)) };
}

function masked(picture, excluded) {
  if (!Array.isArray(excluded)) return excluded ?? null;
  const mask = new Uint8Array(picture.width * picture.height);
  for (const rectangle of excluded) {
    const { x0, y0, x1, y1 } = within(picture, rectangle);
    for (let y = y0; y < y1; y += 1) mask.fill(1, y * picture.width + x0, y * picture.width + x1);
  }
  return mask;
}

function notesOf({ points, left, missed }, { method }) {
  const notes = [];
  if (!points.length) notes.push("nothing of this colour at the click");
  for (const [x, y] of missed ?? []) notes.push(`no marker at the click ${x}, ${y}`);
  for (const one of left ?? []) {
    const place = `at ${Math.round(one.x)}, ${Math.round(one.y)}`;
    notes.push(
      method === "markers"
        ? `markers run together ${place}: ${one.many} points along their middle`
        : `left out ${place}: ${one.width} columns of the same colour (a legend, or another line)`,
    );
  }
  return notes;
}
