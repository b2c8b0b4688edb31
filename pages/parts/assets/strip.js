export default function ({ data, parentElement, setTriggerValue }) {
  const parts = data.items.map(({ label, text, late, href, title }) => el("span", { class: late ? "late" : "", title },
    label && el("span", { class: "muted" }, label + " "),
    href ? link((where) => setTriggerValue("pick", where), href, {}, text) : text));
  const marks = data.marks.map((text, i) => el("span", { class: "tag" + (i ? "" : " first") }, text));
  root(parentElement).append(el("div", { class: "strip" + (data.past ? " past" : ""), role: "status" }, parts, marks));
}
