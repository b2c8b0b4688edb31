// Shared by every element: build nodes from text, never from markup.
const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "style") Object.assign(node.style, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, String(value));
  }
  for (const child of [children].flat(3)) {
    if (child === null || child === undefined || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// One root a mount: a later run of the script replaces what an earlier one drew.
function root(parent, className) {
  // The parent may be a shadow root, in which ":scope" matches nothing.
  for (const old of [...parent.children].filter((child) => child.classList.contains("root"))) old.remove();
  const node = el("div", { class: "root " + (className || "") });
  parent.append(node);
  return node;
}

// An address of our own only: no scheme, no host.
const ours = (href) => typeof href === "string" && /^[a-z_/]*(\?[^#]*)?$/.test(href);

// A real link (it can be copied and opened in a tab), but a plain click stays inside the session.
function link(pick, href, attributes, ...children) {
  if (!ours(href)) return el("span", attributes, children);
  const go = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    pick(href);
  };
  return el("a", { ...attributes, href: href || "./", onclick: go, class: "link " + ((attributes || {}).class || "") }, children);
}

function chip(look, word) {
  if (!look) return null;
  const style = { background: look.fill, color: look.ink, borderColor: look.edge };
  const stale = look.shape === "◇" ? " hatch" : "";
  return el("span", { class: "chip" + stale, style: stale ? { color: look.ink, borderColor: look.edge } : style },
    el("b", { "aria-hidden": "true" }, look.shape), word === "" ? null : " " + (word || look.word));
}
