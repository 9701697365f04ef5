// What was read, drawn over the picture: ticks, points with their error bars.
import { asPoints } from "./plan.js";

export const COLOURS = ["#d6006c", "#0077cc", "#e07b00", "#008a5a", "#7a3cc8", "#a33"];

export function drawFigure(context, figure, { scale = 1, lines = true } = {}) {
  context.lineWidth = Math.max(1, scale);
  for (const axis of figure.axes)
    for (const { x, y } of axis.ticks) cross(context, x * scale, y * scale, 6, "#0a7d2c");
  figure.series.forEach((series, i) => {
    const colour = COLOURS[i % COLOURS.length];
    context.strokeStyle = colour;
    const points = asPoints(series);
    if (lines && !["markers", "clicked"].includes(series.method)) {
      context.beginPath();
      for (const p of points) context.lineTo(p.x * scale, p.y * scale);
      context.stroke();
    }
    for (const p of points) {
      cross(context, p.x * scale, p.y * scale, 3, colour);
      for (const end of [p.low, p.high])
        if ((end ?? null) !== null) {
          context.beginPath();
          context.moveTo(p.x * scale, p.y * scale);
          context.lineTo(p.x * scale, end * scale);
          context.stroke();
        }
    }
  });
}

function cross(context, x, y, arm, colour) {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  context.moveTo(x, y - arm);
  context.lineTo(x, y + arm);
  context.stroke();
}

// The picture at twice its size with the figure over it, as base64 of a PNG.
export async function overlaid(picture, figure, scale = 2) {
  const plain = new OffscreenCanvas(picture.width, picture.height);
  plain.getContext("2d").putImageData(picture, 0, 0);
  const canvas = new OffscreenCanvas(scale * picture.width, scale * picture.height);
  const context = canvas.getContext("2d");
  context.drawImage(plain, 0, 0, canvas.width, canvas.height);
  drawFigure(context, figure, { scale });
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}
