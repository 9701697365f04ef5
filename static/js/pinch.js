/* Two fingers on a chart: what lay under them stays under them, so that spreading zooms and moving
   pans. One finger scrolls the page as everywhere. */

const LEAST = 24; // fingers closer than this, in pixels, say nothing of a scale

/** Calls `done(low, high)` with the shares of the old axes that the new ones span, as {x, y}. */
export function pinch(svg, place, done) {
  let start = null;
  let last = null;

  const both = ({ touches }) => {
    const [a, b] = [...touches].map((touch) => place(touch));
    const apart = Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
    return {
      x: (a.x + b.x) / 2,
      y: (a.y + b.y) / 2,
      apart: Math.max(apart, LEAST),
      left: (touches[0].clientX + touches[1].clientX) / 2,
      top: (touches[0].clientY + touches[1].clientY) / 2,
    };
  };

  svg.addEventListener("touchstart", (event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    start = last = both(event);
    const frame = svg.getBoundingClientRect();
    svg.style.transformOrigin = `${start.left - frame.left}px ${start.top - frame.top}px`;
  }, { passive: false });

  svg.addEventListener("touchmove", (event) => {
    if (!start || event.touches.length !== 2) return;
    event.preventDefault();
    // places are read on the chart as it stands, not as it is shown meanwhile
    svg.style.transform = "";
    last = both(event);
    const by = last.apart / start.apart;
    svg.style.transform = `translate(${last.left - start.left}px, ${last.top - start.top}px) scale(${by})`;
  }, { passive: false });

  function end() {
    if (!start) return;
    const [from, to] = [start, last];
    start = null;
    svg.style.transform = "";
    const share = from.apart / to.apart;
    if (Math.abs(share - 1) < 0.03 && Math.hypot(to.left - from.left, to.top - from.top) < 8) return;
    const low = { x: from.x - to.x * share, y: from.y - to.y * share };
    done(low, { x: low.x + share, y: low.y + share });
  }
  svg.addEventListener("touchend", end);
  svg.addEventListener("touchcancel", () => {
    start = null;
    svg.style.transform = "";
  });
}
