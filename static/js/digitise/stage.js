// The picture on its canvas: pan and zoom, a cursor for mouse, finger and keys, and what was read
// drawn over it. Pixels are those of the picture, the centre of the first at 0.5.
import { COLOURS, drawFigure } from "./overlay.js";

const NEAR = 7; // screen pixels within which a point is meant

export class Stage {
  constructor(canvas, loupe, state, act) {
    Object.assign(this, { canvas, loupe, state, act, bitmap: null, tool: { kind: "move" }, taken: null });
    this.view = { zoom: 1, x: 0, y: 0 };
    this.cursor = { x: 0, y: 0 };
    this.corner = null;
    this.held = null;
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(canvas);
    state.addEventListener("change", () => this.draw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  show(bitmap) {
    this.bitmap = bitmap;
    this.cursor = { x: bitmap.width / 2, y: bitmap.height / 2 };
    this.fit();
  }

  fit() {
    if (!this.bitmap) return;
    const { clientWidth: w, clientHeight: h } = this.canvas;
    const zoom = Math.min(w / this.bitmap.width, h / this.bitmap.height) || 1;
    this.view = { zoom, x: (w / zoom - this.bitmap.width) / -2, y: (h / zoom - this.bitmap.height) / -2 };
    this.draw();
  }

  zoom(factor, about = this.cursor) {
    const zoom = Math.max(0.05, Math.min(32, this.view.zoom * factor));
    const share = this.view.zoom / zoom;
    this.view = { zoom, x: about.x - (about.x - this.view.x) * share, y: about.y - (about.y - this.view.y) * share };
    this.draw();
  }

  pixel(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: this.view.x + (event.clientX - box.left) / this.view.zoom, y: this.view.y + (event.clientY - box.top) / this.view.zoom };
  }

  // the point of the chosen series that is meant by a place, by its number
  near(place, reach = NEAR) {
    let best = null;
    (this.state.chosen?.points ?? []).forEach((p, i) => {
      const away = Math.hypot(p.x - place.x, p.y - place.y) * this.view.zoom;
      if (away <= reach && (!best || away < best.away)) best = { i, away };
    });
    return best ? best.i : null;
  }

  get areal() {
    return this.tool.kind === "box" || this.tool.kind === "exclude";
  }

  down(event) {
    if (!this.bitmap || event.button > 1) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.cursor = this.pixel(event);
    const pans = this.tool.kind === "move" || event.button === 1;
    const grabs = this.tool.kind === "point" && this.near(this.cursor);
    this.drag = pans
      ? { pan: { ...this.view }, from: [event.clientX, event.clientY] }
      : { start: this.cursor, point: grabs === null ? undefined : grabs, from: [event.clientX, event.clientY] };
    if (this.areal) this.corner = this.cursor;
    this.draw();
  }

  move(event) {
    if (!this.bitmap) return;
    const { drag } = this;
    if (drag?.pan) {
      const [dx, dy] = [event.clientX - drag.from[0], event.clientY - drag.from[1]];
      this.view = { ...drag.pan, x: drag.pan.x - dx / drag.pan.zoom, y: drag.pan.y - dy / drag.pan.zoom };
    } else {
      this.cursor = this.pixel(event);
    }
    this.draw();
    this.act.cursor(this.cursor);
  }

  up(event) {
    const { drag } = this;
    this.drag = null;
    if (!drag || drag.pan) return;
    this.cursor = this.pixel(event);
    const moved = Math.hypot(event.clientX - drag.from[0], event.clientY - drag.from[1]);
    if (this.areal) this.area(moved > 3);
    else if (typeof drag.point === "number" && moved > 2) this.act.movePoint(drag.point, this.cursor);
    else this.place();
  }

  // a click, or Enter: what the tool does at the cursor
  place() {
    const { tool, cursor } = this;
    if (tool.kind === "tick") this.act.tick(tool.axis, cursor);
    else if (tool.kind === "pick") this.act.pick(cursor);
    else if (tool.kind === "point") {
      const near = this.near(cursor);
      if (near === null) this.act.addPoint(cursor);
      else this.act.select(near);
    } else if (this.areal) {
      if (this.corner) this.area(true);
      else this.corner = { ...cursor };
    }
    this.draw();
  }

  area(done) {
    const { corner, cursor } = this;
    if (!done || !corner) return;
    const box = { x0: Math.min(corner.x, cursor.x), y0: Math.min(corner.y, cursor.y), x1: Math.max(corner.x, cursor.x), y1: Math.max(corner.y, cursor.y) };
    this.corner = null;
    if (box.x1 - box.x0 > 2 && box.y1 - box.y0 > 2) this.act.area(this.tool.kind, box);
  }

  wheel(event) {
    if (!this.bitmap || !event.ctrlKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1.25 : 0.8, this.pixel(event));
  }

  key(event) {
    if (!this.bitmap) return;
    const step = event.altKey ? 0.1 : event.shiftKey ? 10 : 1;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) this.step(way[0] * step, way[1] * step);
    else if (event.key === "Enter") this.place();
    else if (event.key === "Delete" || event.key === "Backspace") this.act.removePoint(this.act.selected() ?? this.near(this.cursor, 20));
    else if (event.key === "Escape") [this.corner, this.drag] = [null, null];
    else if (event.key === "+" || event.key === "=") this.zoom(1.25);
    else if (event.key === "-") this.zoom(0.8);
    else if (event.key === "n" || event.key === "p") this.act.walk(event.key === "n" ? 1 : -1);
    else return;
    event.preventDefault();
    this.draw();
    this.act.cursor(this.cursor);
  }

  // the chosen point moves where one is chosen, else the cursor
  step(dx, dy) {
    const selected = this.tool.kind === "point" ? this.act.selected() : null;
    if (selected !== null) {
      const p = this.state.chosen.points[selected];
      this.cursor = { x: p.x + dx, y: p.y + dy };
      this.act.movePoint(selected, this.cursor);
    } else {
      const { width, height } = this.bitmap;
      this.cursor = { x: Math.max(0, Math.min(width, this.cursor.x + dx)), y: Math.max(0, Math.min(height, this.cursor.y + dy)) };
    }
    this.reveal();
  }

  goTo(place) {
    this.cursor = { ...place };
    this.reveal();
    this.draw();
    this.act.cursor(this.cursor);
  }

  reveal() {
    const [w, h] = [this.canvas.clientWidth / this.view.zoom, this.canvas.clientHeight / this.view.zoom];
    const { x, y } = this.cursor;
    if (x < this.view.x || x > this.view.x + w) this.view.x = x - w / 2;
    if (y < this.view.y || y > this.view.y + h) this.view.y = y - h / 2;
  }

  draw() {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = null;
      this.paint();
    });
  }

  paint() {
    const { canvas, view } = this;
    const ratio = devicePixelRatio || 1;
    const [w, h] = [Math.max(1, Math.round(canvas.clientWidth * ratio)), Math.max(1, Math.round(canvas.clientHeight * ratio))];
    if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, w, h);
    if (!this.bitmap) return;
    const scale = view.zoom * ratio;
    context.setTransform(1, 0, 0, 1, -view.x * scale, -view.y * scale);
    context.imageSmoothingEnabled = view.zoom < 2;
    context.drawImage(this.bitmap, 0, 0, this.bitmap.width * scale, this.bitmap.height * scale);
    this.over(context, scale, ratio);
    this.magnify();
  }

  over(context, scale, ratio) {
    const { now, chosen } = this.state;
    if (this.taken) {
      context.globalAlpha = 0.75;
      context.drawImage(this.taken.bitmap, this.taken.x * scale, this.taken.y * scale, this.taken.bitmap.width * scale, this.taken.bitmap.height * scale);
      context.globalAlpha = 1;
    }
    const frame = (box, colour, dash) => {
      context.strokeStyle = colour;
      context.lineWidth = 1.5 * ratio;
      context.setLineDash(dash);
      context.strokeRect(box.x0 * scale, box.y0 * scale, (box.x1 - box.x0) * scale, (box.y1 - box.y0) * scale);
      context.setLineDash([]);
    };
    if (now.box) frame(now.box, "#1f7a8c", [6, 4]);
    for (const box of now.exclude) {
      context.fillStyle = "rgb(200 40 20 / 0.18)";
      context.fillRect(box.x0 * scale, box.y0 * scale, (box.x1 - box.x0) * scale, (box.y1 - box.y0) * scale);
      frame(box, "#b3321b", [3, 3]);
    }
    drawFigure(context, figureOf(now), { scale, lines: true });
    context.lineWidth = 2 * ratio;
    const selected = this.act.selected();
    const point = selected === null ? null : chosen?.points[selected];
    if (point) {
      context.strokeStyle = COLOURS[now.chosen % COLOURS.length];
      context.beginPath();
      context.arc(point.x * scale, point.y * scale, 8 * ratio, 0, 7);
      context.stroke();
    }
    if (this.corner) frame({ x0: this.corner.x, y0: this.corner.y, x1: this.cursor.x, y1: this.cursor.y }, "#1f7a8c", []);
    this.hair(context, scale, ratio);
  }

  hair(context, scale, ratio) {
    const [x, y] = [this.cursor.x * scale, this.cursor.y * scale];
    for (const [colour, width] of [["#fff", 3], ["#111", 1]]) {
      context.strokeStyle = colour;
      context.lineWidth = width * ratio;
      context.beginPath();
      for (const [a, b] of [[-14, -4], [4, 14]]) {
        context.moveTo(x + a * ratio, y);
        context.lineTo(x + b * ratio, y);
        context.moveTo(x, y + a * ratio);
        context.lineTo(x, y + b * ratio);
      }
      context.stroke();
    }
  }

  // eight times the size around the cursor
  magnify() {
    const { loupe } = this;
    // never over the place that is looked at
    loupe.classList.toggle("left", (this.cursor.x - this.view.x) * this.view.zoom > this.canvas.clientWidth / 2);
    const context = loupe.getContext("2d");
    const zoom = 8;
    const half = loupe.width / 2 / zoom;
    context.imageSmoothingEnabled = false;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = "#888";
    context.fillRect(0, 0, loupe.width, loupe.height);
    const [left, top] = [this.cursor.x - half, this.cursor.y - half];
    context.setTransform(1, 0, 0, 1, -left * zoom, -top * zoom);
    context.drawImage(this.bitmap, 0, 0, this.bitmap.width * zoom, this.bitmap.height * zoom);
    drawFigure(context, figureOf(this.state.now), { scale: zoom, lines: false });
    context.setTransform(1, 0, 0, 1, 0, 0);
    const middle = loupe.width / 2;
    context.fillStyle = "#d6006c";
    context.fillRect(middle - 0.5, 0, 1, loupe.height);
    context.fillRect(0, middle - 0.5, loupe.width, 1);
  }
}

const figureOf = (now) => ({
  axes: now.axes,
  series: now.series.map((one) => ({
    method: one.method === "clicked" ? "markers" : one.method,
    columns: ["x", "y", "low", "high"],
    points: one.points.map((p) => [p.x, p.y, p.low ?? null, p.high ?? null]),
  })),
});
