/* The rich-text editor of the desk on django-prose-editor; without it the plain field stays. */
import {
  Blockquote, Bold, BulletList, Caption, Code, CodeBlock, Document, Dropcursor, Editor, Figure,
  Gapcursor, HardBreak, Heading, History, HorizontalRule, Image, Italic, Link, ListItem,
  OrderedList, Paragraph, Strike, Subscript, Superscript, Table, TableCell, TableHeader, TableRow,
  Text, Underline,
} from "django-prose-editor/editor";

// Header cells say which way they point; the base extension would drop it.
const HeaderCell = TableHeader.extend({
  addAttributes() {
    return { ...this.parent?.(), scope: { default: null } };
  },
});
const EXTENSIONS = [
  Blockquote, Bold, BulletList, Caption, Code, CodeBlock, Document, Dropcursor,
  Figure, Gapcursor, HardBreak, Heading.configure({ levels: [2, 3, 4, 5, 6] }), HeaderCell, History,
  HorizontalRule, Image.configure({ inline: false }), Italic,
  Link.configure({ openOnClick: false, enableTarget: false, autolink: true }), ListItem,
  OrderedList, Paragraph, Strike, Subscript, Superscript,
  Table.configure({ resizable: false }), TableCell, TableRow, Text, Underline,
];
const EMPTY = "<p></p>";

const COMMANDS = {
  paragraph: (chain) => chain.setParagraph(),
  heading: (chain, button) => chain.toggleHeading({ level: Number(button.dataset.level) }),
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  underline: (chain) => chain.toggleUnderline(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  blockquote: (chain) => chain.toggleBlockquote(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  addRow: (chain) => chain.addRowAfter(),
  addColumn: (chain) => chain.addColumnAfter(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  headerCell: (chain) => chain.toggleHeaderCell(),
  deleteTable: (chain) => chain.deleteTable(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

function start(box) {
  const textarea = box.querySelector("textarea");
  const toolbar = box.querySelector("[role=toolbar]");
  const label = box.querySelector("label[for='" + textarea.id + "']");
  const surface = document.createElement("div");
  surface.className = "surface";
  textarea.after(surface);
  const editor = new Editor({
    element: surface,
    injectCSS: false,
    extensions: EXTENSIONS,
    content: textarea.value,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label ? label.textContent.trim() : "",
        "aria-describedby": textarea.getAttribute("aria-describedby") || "",
      },
    },
    onUpdate: () => keep(editor, textarea),
    onTransaction: () => mark(editor, toolbar),
  });
  // The toolbar belongs right above the surface, below the label.
  textarea.before(toolbar);
  textarea.hidden = true;
  toolbar.hidden = false;
  box.classList.add("live");
  if (label) label.addEventListener("click", () => editor.commands.focus());
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) press(button, editor, box, textarea, surface);
  });
  toolbar.addEventListener("change", (event) => insertPicture(event.target, editor));
  editor.view.dom.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      event.stopPropagation();
      link(editor, box);
    }
  }, true);
  roam(toolbar);
  mark(editor, toolbar);
}

function keep(editor, textarea) {
  const html = editor.getHTML();
  textarea.value = html === EMPTY ? "" : html;
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}

/* Give the text the keyboard at once: the editor's own focus() comes a frame later, and what is
   typed in that frame is lost. */
function focused(editor) {
  editor.view.focus();
  return editor.chain();
}

function press(button, editor, box, textarea, surface) {
  const name = button.dataset.do;
  if (name === "source") return toggleSource(button, editor, box, textarea, surface);
  if (name === "link") return link(editor, box);
  return COMMANDS[name](focused(editor), button).run();
}

function link(editor, box) {
  const present = editor.getAttributes("link").href || "";
  if (editor.state.selection.empty && !present) return window.alert(box.dataset.noSelection);
  const address = window.prompt(box.dataset.linkPrompt, present || "https://");
  if (address === null) return undefined;
  const chain = focused(editor).extendMarkRange("link");
  if (!address.trim() || address === "https://") return chain.unsetLink().run();
  return chain.setLink({ href: address.trim() }).run();
}

function insertPicture(select, editor) {
  const option = select.selectedOptions[0];
  if (!option || !option.value) return;
  focused(editor).setImage({ src: option.value, alt: option.dataset.alt }).run();
  select.value = "";
}

function toggleSource(button, editor, box, textarea, surface) {
  const toSource = surface.hidden === false;
  button.setAttribute("aria-pressed", String(toSource));
  surface.hidden = toSource;
  textarea.hidden = !toSource;
  if (toSource) textarea.focus();
  else {
    editor.commands.setContent(textarea.value, { emitUpdate: false });
    editor.commands.focus();
  }
  box.querySelectorAll("[data-do]").forEach((tool) => {
    if (tool !== button) tool.disabled = toSource;
  });
}

function mark(editor, toolbar) {
  const inTable = editor.isActive("table");
  toolbar.querySelectorAll("[data-in-table]").forEach((tool) => { tool.hidden = !inTable; });
  toolbar.querySelectorAll("button[data-do]").forEach((button) => {
    const name = button.dataset.do;
    if (name === "source" || !(name in COMMANDS || name === "link")) return;
    if (["undo", "redo", "table"].includes(name) || button.hasAttribute("data-in-table")) return;
    const attributes = button.dataset.level ? { level: Number(button.dataset.level) } : {};
    button.setAttribute("aria-pressed", String(editor.isActive(name, attributes)));
  });
}

/* One tab stop for the whole toolbar; arrow keys move inside it. */
function roam(toolbar) {
  const tools = () => [...toolbar.querySelectorAll("button, select")].filter((tool) => !tool.closest("[hidden]") && !tool.disabled);
  const settle = (chosen) => toolbar.querySelectorAll("button, select").forEach((tool) => { tool.tabIndex = tool === chosen ? 0 : -1; });
  settle(tools()[0]);
  toolbar.addEventListener("focusin", (event) => settle(event.target));
  toolbar.addEventListener("keydown", (event) => {
    const all = tools();
    const place = all.indexOf(document.activeElement);
    const goal = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: all.length - 1 }[event.key];
    if (goal === undefined || place < 0) return;
    event.preventDefault();
    all[(goal + all.length) % all.length].focus();
  });
}

/* Leaving with unsaved words asks first; a second click while the first is under way does nothing. */
function guard(form) {
  let changed = false;
  let sent = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    changed = false;
  });
  window.addEventListener("pageshow", () => { sent = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

document.querySelectorAll("[data-editor]").forEach(start);
document.querySelectorAll("form[data-keep-typed]").forEach(guard);
