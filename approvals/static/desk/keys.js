/* Shortcuts of the desk. What a key does stands in the help sheet (parts/keys.html): `data-key` names
   it, `data-then` follows g and `data-to` is where it leads. Nothing happens inside fields. */
(() => {
  const sheet = document.getElementById("keys");
  if (!sheet) return;
  const help = () => (sheet.open ? sheet.close() : sheet.showModal());
  document.querySelectorAll("[data-keys-help]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      help();
    });
  });
  if (!("on" in sheet.dataset)) return;

  const WAIT = 1200;
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const here = () => document.activeElement?.closest("[data-row]");
  const first = (...finds) => finds.map((find) => document.querySelector(find)).find(Boolean);
  const follow = (address) => address && window.location.assign(address);

  const move = (step) => {
    const all = rows();
    const next = all[here() ? all.indexOf(here()) + step : step > 0 ? 0 : all.length - 1];
    next?.querySelector("[data-open]").focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const act = (name, ...finds) => {
    const row = here();
    follow(row ? row.dataset[name] : first(...finds)?.href);
  };
  const select = () => {
    const box = here()?.querySelector("input[name=pick]");
    box?.click();
  };
  const search = () => {
    const field = first("#q");
    if (!field) return follow(sheet.dataset.search);
    field.focus();
    field.select();
  };

  const DO = {
    j: () => move(1),
    k: () => move(-1),
    o: () => here()?.querySelector("[data-open]").click(),
    a: () => act("agree", "[data-way=approve]", "[data-way=review]"),
    r: () => act("return", "[data-way=request_changes]"),
    x: select,
    "/": search,
    "?": help,
  };
  let since = -WAIT;
  const leads = (key) => sheet.querySelector(`[data-then="${CSS.escape(key)}"]`)?.dataset.to;

  const isField = (target) =>
    target.isContentEditable ||
    target.closest("textarea, select, iframe, dialog, [role=toolbar]") ||
    (target.matches("input") && target.name !== "pick");

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && key !== "j" && key !== "k") return;
    if (sheet.open && key === "?") return event.preventDefault(), help();
    if (sheet.open || isField(target)) return;
    const afterG = event.timeStamp - since < WAIT;
    since = key === "g" ? event.timeStamp : -WAIT;
    const deed = afterG && leads(key) ? () => follow(leads(key)) : DO[key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
})();
