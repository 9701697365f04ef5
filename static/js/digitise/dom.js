// Elements in a line, and a panel made anew without losing the keyboard's place in it.
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (name === "checked") element.checked = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function fill(panel, ...children) {
  const { activeElement: active } = document;
  const id = panel.contains(active) ? active.id : null;
  panel.replaceChildren(...children.flat().filter(Boolean));
  if (id) document.getElementById(id)?.focus();
}

export function field(label, control, hint) {
  return h("p", { class: "entry-field" }, h("label", { for: control.id }, label), control, hint ? h("span", { class: "hint" }, hint) : null);
}

export function choice(id, options, value, change) {
  const select = h("select", { id, onchange: () => change(select.value) },
    options.map(([key, label]) => h("option", { value: key, selected: key === value }, label)));
  return select;
}

// A number with as many digits as its error bears: 160.3 ± 0.4.
export function withError(value, error) {
  if (!Number.isFinite(value)) return "–";
  const digits = error > 0 ? Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(error)))) : 3;
  const large = Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-3);
  const text = large ? value.toExponential(Math.max(1, Math.min(8, Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(error || 1)) + 1))) : value.toFixed(digits);
  return text.replaceAll("-", "−");
}

// A reading in words: on a log axis its error is a factor.
export function reading(value, error, scale, unit) {
  const spread = scale === "log" ? ` ×÷ ${Math.exp(error / value).toFixed(3)}` : ` ± ${withError(error, error)}`;
  return `${withError(value, error)}${spread}${unit ? ` ${unit}` : ""}`;
}
