function spark(points, low, high, label) {
  const known = points.filter((v) => v !== null);
  if (known.length < 2) return null;
  const edges = known.concat((low || []).filter((v) => v !== null), (high || []).filter((v) => v !== null));
  const least = Math.min(...edges), most = Math.max(...edges), span = most - least || 1;
  const x = (i) => 3 + (i * 194) / Math.max(points.length - 1, 1);
  const y = (v) => (most === least ? 20 : 34 - ((v - least) / span) * 28);
  const path = (values) => {
    let text = "", open = false;
    values.forEach((v, i) => { text += v === null ? "" : `${open ? "L" : "M"}${x(i).toFixed(1)} ${y(v).toFixed(1)}`; open = v !== null; });
    return text;
  };
  const shapes = [];
  if (low && high && low.some((v) => v !== null)) {
    const there = points.map((_, i) => i).filter((i) => low[i] !== null && high[i] !== null);
    const ring = there.map((i) => `${x(i)},${y(high[i])}`).concat(there.reverse().map((i) => `${x(i)},${y(low[i])}`));
    shapes.push(svg("polygon", { points: ring.join(" "), fill: "#1f5fae", opacity: "0.14" }));
  }
  shapes.push(svg("path", { d: path(points), fill: "none", stroke: "#1f5fae", "stroke-width": 2, "vector-effect": "non-scaling-stroke" }));
  let last = points.length - 1;
  while (points[last] === null) last -= 1;
  // A line of no length with round ends: a dot that stays round however wide the card is.
  shapes.push(svg("path", { d: `M${x(last)} ${y(points[last])}h0.01`, stroke: "#1f5fae", "stroke-width": 7, "stroke-linecap": "round", "vector-effect": "non-scaling-stroke" }));
  return svg("svg", { viewBox: "0 0 200 38", preserveAspectRatio: "none", role: "img", "aria-label": label }, shapes);
}

function card(data, pick) {
  const changes = data.changes.map(([label, text]) => el("div", {}, el("dt", {}, label), el("dd", {}, text)));
  return el("section", { class: "card", "aria-label": data.title },
    el("div", { class: "head" }, el("h3", {}, link(pick, data.href, {}, data.title)), chip(data.look, data.word)),
    el("div", { class: "value" + (data.silent ? " silent" : "") }, data.figure, el("small", {}, data.unit), data.place && el("span", { class: "place" }, data.place)),
    data.target && el("div", { class: "target" }, data.target),
    changes.length ? el("dl", {}, changes) : null,
    el("div", { class: "foot" }, spark(data.points, data.low, data.high, data.spoken), el("span", { class: "age" }, data.age)));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const pick = (href) => setTriggerValue("pick", href);
  root(parentElement, "cards").append(...data.cards.map((one) => card(one, pick)));
}
