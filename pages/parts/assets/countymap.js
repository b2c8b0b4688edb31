const WIDE = 640;

function bounds(areas) {
  const xs = [], ys = [];
  for (const area of areas) for (const ring of area.rings) for (const [x, y] of ring) { xs.push(x); ys.push(y); }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

// Equirectangular at the middle latitude: true enough for one prefecture, and only arithmetic.
function projection(areas) {
  const [west, south, east, north] = bounds(areas);
  const squeeze = Math.cos(((south + north) / 2) * Math.PI / 180);
  const scale = (WIDE - 12) / ((east - west) * squeeze);
  const to = ([x, y]) => [6 + (x - west) * squeeze * scale, 6 + (north - y) * scale];
  return [to, (north - south) * scale + 12];
}

function label(area, to, size) {
  const [x, y] = to(area.at);
  const text = (value, dy, bold) => svg("text", { x, y: y + dy, "text-anchor": "middle", "font-size": bold ? size : size - 2,
    "font-weight": bold ? 700 : 500, fill: area.look.ink, stroke: area.look.fill, "stroke-width": 3 }, value);
  return svg("g", { "aria-hidden": "true" }, text(`${area.look.shape} ${area.name}`, -2, true), text(area.text, size, false));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [to, high] = projection(data.areas);
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
  const picture = svg("svg", { viewBox: `0 0 ${WIDE} ${high.toFixed(0)}`, role: "group", "aria-label": data.title }, hatch, shapes,
    data.areas.map((area) => label(area, to, data.size)));
  root(parentElement, "map").append(picture,
    el("div", { class: "legend" }, data.legend.map((look) => chip(look))), el("div", { class: "source" }, data.source));
}
