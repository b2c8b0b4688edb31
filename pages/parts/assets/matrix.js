function cell(data, column, pick) {
  const own = data === null || typeof data !== "object" ? { text: data } : data;
  const classes = [column.align || "", own.look && own.look.shape === "■" ? "red" : "", column.nowrap ? "nowrap" : "", own.strong ? "strong" : ""].join(" ");
  const look = own.look;
  // Quiet is quiet: only what needs a look is filled.
  const kind = look && { "◇": " hatch", "●": " green" }[look.shape];
  const style = look && (kind ? { color: kind === " green" ? null : look.ink, borderColor: kind === " green" ? null : look.edge }
    : { background: look.fill, color: look.ink, borderColor: look.edge });
  const mark = look && el("span", { class: "mark" + (kind || ""), title: look.word, role: "img", "aria-label": look.word, style }, look.shape);
  const word = own.quiet ? el("span", { class: "quiet" }, own.text) : own.text;
  const text = own.href ? link(pick, own.href, {}, word) : word;
  return [classes, [own.chip ? chip(own.chip, own.word) : mark, own.chip && own.text ? " " : "", text, own.note && el("span", { class: own.note.length > 14 ? "note long" : "note" }, own.note)]];
}

function line(row, columns, pick) {
  const cells = row.cells.map((one, i) => {
    const [classes, inside] = cell(one, columns[i], pick);
    return i === 0 && columns[0].heads ? el("th", { scope: "row", class: classes }, inside) : el("td", { class: classes }, inside);
  });
  return el("tr", { class: [row.chosen ? "chosen" : "", row.total ? "total" : ""].join(" ") }, cells);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const pick = (href) => setTriggerValue("pick", href);
  const node = root(parentElement, "scroll");
  if (!data.rows.length) return void node.append(el("div", { class: "empty" }, data.empty));
  const heads = data.columns.map((c) => el("th", { scope: "col", class: (c.align || "") + (c.nowrap ? " nowrap" : ""), style: c.width ? { width: c.width } : {} }, c.title, c.unit && el("small", {}, c.unit)));
  node.append(el("table", {}, data.caption && el("caption", {}, data.caption),
    el("thead", {}, el("tr", {}, heads)), el("tbody", {}, data.rows.map((row) => line(row, data.columns, pick)))), data.foot && el("div", { class: "foot-note" }, data.foot));
}
