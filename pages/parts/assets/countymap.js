const WIDE = 600, HIGH = 470; // pixels at most, so that letters keep their size

function bounds(areas) {
  const xs = [], ys = [];
  for (const area of areas) for (const ring of area.rings) for (const [x, y] of ring) { xs.push(x); ys.push(y); }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

// Equirectangular at the middle latitude: true enough for one prefecture, and only arithmetic.
function projection(areas) {
  const [west, south, east, north] = bounds(areas);
  const squeeze = Math.cos(((south + north) / 2) * Math.PI / 180);
  const scale = Math.min((WIDE - 12) / ((east - west) * squeeze), (HIGH - 12) / (north - south));
  const to = ([x, y]) => [6 + (x - west) * squeeze * scale, 6 + (north - y) * scale];
  return [to, (east - west) * squeeze * scale + 12, (north - south) * scale + 12];
}

const area2 = (ring) => ring.reduce((sum, [x, y], i) => { const [u, v] = ring[(i + 1) % ring.length]; return sum + x * v - u * y; }, 0);

function inside([x, y], ring) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = ring[i], [c, d] = ring[j];
    if ((b > y) !== (d > y) && x < ((c - a) * (y - b)) / (d - b) + a) odd = !odd;
  }
  return odd;
}

function room([x, y], ring) {
  let least = Infinity;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = ring[j], [c, d] = ring[i], dx = c - a, dy = d - b;
    const t = Math.max(0, Math.min(1, ((x - a) * dx + (y - b) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, (x - a - t * dx) ** 2 + (y - b - t * dy) ** 2);
  }
  return least;
}

// Where a label has most room, counting width half: a centroid can lie outside its own county.
function roomiest(rings, to) {
  const ring = rings.reduce((a, b) => (Math.abs(area2(a)) > Math.abs(area2(b)) ? a : b)).map((p) => { const [x, y] = to(p); return [x / 2, y]; });
  const xs = ring.map((p) => p[0]), ys = ring.map((p) => p[1]);
  const west = Math.min(...xs), wide = Math.max(...xs) - west, north = Math.min(...ys), high = Math.max(...ys) - north;
  let best = [west + wide / 2, north + high / 2], most = 0;
  for (let i = 1; i < 32; i += 1) for (let j = 1; j < 32; j += 1) {
    const spot = [west + (wide * i) / 32, north + (high * j) / 32];
    if (!inside(spot, ring)) continue;
    const free = room(spot, ring);
    if (free > most) { most = free; best = spot; }
  }
  return [best[0] * 2, best[1], Math.sqrt(most)];
}

// Roughly how wide a text is drawn: a Chinese character fills its square, a Latin letter half of it.
const width = (text, size) => [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e7f ? 1 : 0.56), 0) * size;

function fitted(text, size, most) {
  if (width(text, size) <= most) return text;
  let cut = text;
  while (cut && width(cut + "…", size) > most) cut = cut.slice(0, -1);
  return cut + "…";
}

// On its own colour where there is room; beyond the edge of a small county, dark on a white outline.
function label(area, to, data) {
  const [x, y, free] = roomiest(area.rings, to);
  const roomy = data.tiles || free > 17;
  const most = data.tiles ? 4 * free - 4 : Infinity; // a tile's label stays in its tile
  const name = fitted(`${area.look.shape} ${area.name}`, data.size, most);
  const text = data.tiles && width(area.text, data.size - 1) > most ? "" : area.text;
  const look = roomy ? { fill: area.look.ink, stroke: area.look.fill, "stroke-width": 2 } : { fill: "#12161c", stroke: "#ffffff", "stroke-width": 3 };
  const line = (value, dy, size, weight) => svg("text", { x, y: y + dy, "text-anchor": "middle", "font-size": size, "font-weight": weight,
    "stroke-linejoin": "round", ...look }, value);
  return svg("g", { "aria-hidden": "true" }, line(name, text ? -2 : data.size / 3, data.size, 700), line(text, data.size, data.size - 1, 600));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [to, wide, high] = projection(data.areas);
  const choose = (area) => setTriggerValue("pick", area.code);
  const shapes = data.areas.map((area) => {
    const d = area.rings.map((ring) => "M" + ring.map((p) => to(p).map((v) => v.toFixed(1)).join(" ")).join("L") + "Z").join("");
    const act = data.clickable ? { tabindex: 0, role: "button", onclick: () => choose(area),
      onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(area); } } } : { role: "img" };
    return svg("path", { d, "fill-rule": "evenodd", fill: area.look.shape === "◇" ? "url(#stale)" : area.look.fill,
      class: "area" + (area.chosen ? " chosen" : "") + (data.clickable ? "" : " still"),
      "aria-label": `${area.full}：${area.look.word}，${area.text}`, "aria-pressed": data.clickable ? String(!!area.chosen) : null, ...act },
      svg("title", {}, `${area.full}：${area.look.word}，${area.text}`));
  });
  const hatch = svg("defs", {}, svg("pattern", { id: "stale", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 7, height: 7, fill: "#ffffff" }), svg("line", { x1: 0, y1: 0, x2: 0, y2: 7, stroke: "#b4bac3", "stroke-width": 2 })));
  const picture = svg("svg", { viewBox: `0 0 ${wide.toFixed(0)} ${high.toFixed(0)}`, role: "group", "aria-label": data.title, style: { maxWidth: `${Math.max(wide, 320).toFixed(0)}px` } }, hatch, shapes,
    data.areas.map((area) => label(area, to, data)));
  root(parentElement, "map").append(picture,
    el("div", { class: "legend" }, data.legend.map((look) => chip(look))), el("div", { class: "source" }, data.source));
}
