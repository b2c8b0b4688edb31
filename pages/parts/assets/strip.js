export default function ({ data, parentElement, setTriggerValue }) {
  const parts = data.items.map(({ label, text, late, href }) => el("span", { class: late ? "late" : "" },
    label && el("span", { class: "muted" }, label + " "),
    href ? link((where) => setTriggerValue("pick", where), href, {}, text) : text));
  const marks = data.marks.map((text) => el("span", { class: "mark" }, text));
  root(parentElement).append(el("div", { class: "strip" + (data.past ? " past" : ""), role: "status" }, parts, marks));
}
