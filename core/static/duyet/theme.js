/* Light or dark, as the person or the device prefers; runs before the first paint. */
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try { return localStorage.getItem("theme"); } catch (refused) { return null; }
  }

  function remember(theme) {
    try { localStorage.setItem("theme", theme); } catch (refused) { root.dataset.forgets = "theme"; }
  }

  function apply() {
    var theme = remembered() || (dark.matches ? "dark" : "light");
    root.dataset.theme = theme;
    root.dataset.bsTheme = theme;
  }

  function ready() {
    document.querySelectorAll("[data-theme-switch]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
      button.addEventListener("click", function () {
        remember(root.dataset.theme === "dark" ? "light" : "dark");
        apply();
        button.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
      });
    });
  }

  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", ready);
})();
