/* Hover, zoom and PNG for charts that the server drew. Without this script the chart, its links,
   its SVG and its table are there all the same. The zoom is part of the address. */

import { pinch } from "./pinch.js";

const host = document.getElementById("chart");
document.documentElement.classList.add("scripted");

/* --- hover: the nearest mark within reach says what it is ------------------------------------ */

const REACH = 26;

function textsOut(svg) {
  for (const title of svg.querySelectorAll("a > title, g > title")) {
    title.parentNode.dataset.tip = title.textContent;
    if (title.parentNode.tagName === "a") title.parentNode.setAttribute("aria-label", title.textContent);
    title.remove(); // the browser's own slow tooltip would come on top
  }
}

function hover(figure, svg) {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  figure.append(tip);
  let near = null;
  const marks = [...svg.querySelectorAll("[data-tip]")];
  const gap = gaps(svg);

  function show(mark, x, y) {
    near?.classList.remove("near");
    near = mark;
    const words = mark?.dataset.tip ?? (x === undefined ? "" : gap(x, y));
    tip.hidden = !words;
    if (!words) return;
    mark?.classList.add("near");
    tip.textContent = words;
    const frame = figure.getBoundingClientRect();
    const left = Math.min(x - frame.left + 14, frame.width - tip.offsetWidth - 6);
    const above = y - frame.top - tip.offsetHeight - 12;
    tip.style.left = `${Math.max(6, left)}px`;
    tip.style.top = `${above > 0 ? above : y - frame.top + 18}px`;
  }

  svg.addEventListener("pointermove", (event) => {
    if (event.buttons) return show(null);
    const under = event.target.closest("[data-tip]");
    show(under || nearest(marks, event), event.clientX, event.clientY);
  });
  svg.addEventListener("pointerleave", () => show(null));
  svg.addEventListener("click", (event) => {
    if (near?.href && !event.target.closest("a")) location.assign(near.href.baseVal);
  });
  return show;
}

// Cells where there is nothing: what they would be, and that nobody was there.
function gaps(svg) {
  const drawn = svg.querySelector(".area .never path")?.getAttribute("d") ?? "";
  const dots = [...drawn.matchAll(/M(\S+) (\S+)h0/g)].map(([, x, y]) => [Number(x), Number(y)]);
  if (!dots.length) return () => "";
  const [left, top, across, down] = svg.dataset.area.split(" ").map(Number);
  const columns = axis(svg.dataset.x).words.length;
  const rows = axis(svg.dataset.y).words.length;
  const names = [...svg.querySelectorAll(".ticks text")].map((text) => text.textContent.replaceAll("\u200b", ""));
  const said = [...svg.querySelectorAll(".legend text")].at(-1)?.textContent ?? "";
  return (x, y) => {
    const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
    const here = dots.some(([at, up]) => Math.abs(at - point.x) <= across / columns / 2 && Math.abs(up - point.y) <= down / rows / 2);
    if (!here) return "";
    const column = Math.floor(((point.x - left) / across) * columns);
    const row = rows - 1 - Math.floor(((point.y - top) / down) * rows);
    return `${names[columns + row]} · ${names[column]}\n${said}`;
  };
}

function nearest(marks, event) {
  if (marks.length > 2500) return null;
  let best = null;
  let least = REACH;
  for (const mark of marks) {
    const body = mark.lastElementChild;
    if (!body || body.tagName === "polyline") continue;
    const box = body.getBoundingClientRect();
    const far = Math.hypot(
      event.clientX - (box.left + box.width / 2),
      event.clientY - (box.top + box.height / 2),
    );
    if (far < least) [best, least] = [mark, far];
  }
  return best;
}

/* --- the legend switches series, the keyboard walks the marks --------------------------------- */

function switches(svg) {
  const series = [...svg.querySelectorAll(".area > g")];
  const names = [...svg.querySelectorAll(".legend > g")];
  if (names.length !== series.length || names.length < 2) return;
  names.forEach((key, i) => {
    const word = key.nextElementSibling;
    const button = document.createElementNS("http://www.w3.org/2000/svg", "g");
    for (const [name, value] of [["role", "button"], ["tabindex", "0"], ["aria-pressed", "true"], ["aria-label", word.textContent]]) button.setAttribute(name, value);
    key.before(button);
    button.append(key, word);
    const turn = () => {
      const off = series[i].classList.toggle("off");
      button.setAttribute("aria-pressed", String(!off));
    };
    button.addEventListener("click", turn);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      turn();
    });
  });
}

// One stop for the keyboard; arrows go from mark to mark, each says what it is.
function walk(svg, show) {
  const links = () => [...svg.querySelectorAll(".area > g:not(.off) a[data-tip]")];
  const first = links()[0];
  if (!first) return;
  first.setAttribute("tabindex", "0");
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const all = links();
    const here = all.indexOf(event.target.closest("a"));
    if (!step || here < 0) return;
    event.preventDefault();
    const next = all[(here + step + all.length) % all.length];
    all[here].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
  svg.addEventListener("focusin", (event) => {
    const mark = event.target.closest("[data-tip]");
    if (!mark) return;
    const box = mark.getBoundingClientRect();
    show(mark, box.left + box.width / 2, box.top + box.height / 2);
  });
  svg.addEventListener("focusout", () => show(null));
}

/* --- zoom: a dragged rectangle becomes the ends of the axes in the address ------------------- */

function axis(text) {
  const [kind, low, high, ...words] = text.split(" ");
  return { kind, low: Number(low), high: Number(high), words: words.map(decodeURIComponent) };
}

function valueAt(scale, share) {
  if (scale.kind === "log") return scale.low * (scale.high / scale.low) ** share;
  const value = scale.low + (scale.high - scale.low) * share;
  return scale.kind === "words" ? Math.round(value) : value;
}

function zoom(svg) {
  const [left, top, across, down] = svg.dataset.area.split(" ").map(Number);
  const scales = { x: axis(svg.dataset.x), y: axis(svg.dataset.y) };
  const rubber = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  rubber.setAttribute("class", "rubber");
  let start = null;

  function anywhere(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return { x: (point.x - left) / across, y: 1 - (point.y - top) / down };
  }

  function place(event) {
    const { x, y } = anywhere(event);
    return { x: Math.min(Math.max(x, 0), 1), y: Math.min(Math.max(y, 0), 1) };
  }

  function drawRubber(a, b) {
    rubber.setAttribute("x", left + Math.min(a.x, b.x) * across);
    rubber.setAttribute("y", top + (1 - Math.max(a.y, b.y)) * down);
    rubber.setAttribute("width", Math.abs(a.x - b.x) * across);
    rubber.setAttribute("height", Math.abs(a.y - b.y) * down);
  }

  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    start = place(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!start) return;
    const here = place(event);
    if (Math.hypot(here.x - start.x, here.y - start.y) < 0.02) return;
    if (!rubber.isConnected) {
      svg.append(rubber);
      svg.setPointerCapture(event.pointerId);
    }
    drawRubber(start, here);
  });
  svg.addEventListener("pointerup", (event) => {
    const from = start;
    start = null;
    if (!from || !rubber.isConnected) return;
    rubber.remove();
    svg.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
    showPart(from, place(event));
  });
  pinch(svg, anywhere, showPart);

  function showPart(from, to) {
    const asked = new URLSearchParams(location.search);
    for (const name of ["x", "y"]) {
      const [low, high] = [from[name], to[name]].sort((a, b) => a - b).map((share) => valueAt(scales[name], share));
      if (!(svg.dataset.fixed || "").includes(name)) {
        asked.set(`${name}_from`, ends(scales[name], low));
        asked.set(`${name}_to`, ends(scales[name], high));
      }
    }
    go(`${location.pathname}?${asked}`);
  }
  svg.addEventListener("dblclick", () => {
    const whole = document.querySelector("[data-whole]");
    if (whole) go(whole.href);
  });
}

function ends(scale, value) {
  if (scale.kind === "words") return scale.words[Math.min(Math.max(value, 0), scale.words.length - 1)];
  return String(Number(value.toPrecision(5)));
}

/* --- the address changes, the chart follows -------------------------------------------------- */

async function load(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("chart");
  if (!next) return location.assign(address);
  host.replaceChildren(...next.childNodes);
  begin();
}

async function go(address) {
  history.pushState({ chart: true }, "", address);
  await load(address);
}

addEventListener("popstate", () => load(location.href));

/* --- PNG: the server's SVG on a canvas, at twice its size ------------------------------------ */

function offerPicture() {
  const link = host.querySelector('[data-save="svg"]');
  if (!link) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "PNG";
  button.addEventListener("click", () => savePicture(link.href));
  link.after(button);
}

async function savePicture(address) {
  const answer = await fetch(address);
  const name = /filename="(.*)\.svg"/.exec(answer.headers.get("Content-Disposition") || "");
  const text = await answer.text();
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * 2;
  canvas.height = picture.naturalHeight * 2;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const save = document.createElement("a");
  save.href = URL.createObjectURL(blob);
  save.download = `${name ? name[1] : "chart"}.png`;
  save.click();
  URL.revokeObjectURL(save.href);
}

function begin() {
  for (const figure of host.querySelectorAll("figure.plot")) {
    const svg = figure.querySelector("svg.plot");
    textsOut(svg);
    const show = hover(figure, svg);
    switches(svg);
    walk(svg, show);
    zoom(svg);
  }
  offerPicture();
}

begin();
