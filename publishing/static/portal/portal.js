/* What the pages can do beyond reading: display choices, printing, copying, sharing.
   Every page reads and prints without this file. */
(function () {
  "use strict";
  var root = document.documentElement;
  var SIZES = ["100", "112.5", "125", "150"];

  function remembered(key) {
    try { return localStorage.getItem(key); } catch (refused) { return null; }
  }

  function remember(key, value) {
    try { localStorage.setItem(key, value); } catch (refused) { root.dataset.forgets = key; }
  }

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  root.classList.add("js");
  if (remembered("theme")) { root.dataset.theme = remembered("theme"); }
  if (SIZES.indexOf(remembered("text")) > 0) { root.dataset.text = remembered("text"); }

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  function say(button) {
    var status = document.getElementById("status");
    if (status) { status.textContent = ""; status.textContent = button.dataset.done; }
    button.classList.add("done");
    setTimeout(function () { button.classList.remove("done"); }, 2400);
  }

  function changeSize(button) {
    var now = SIZES.indexOf(root.dataset.text || SIZES[0]);
    var next = Math.min(SIZES.length - 1, Math.max(0, now + Number(button.dataset.step)));
    root.dataset.text = SIZES[next];
    remember("text", SIZES[next]);
  }

  var ACTS = {
    print: function () { window.print(); },
    copy: function (button) {
      var text = document.getElementById(button.dataset.from).textContent.trim();
      navigator.clipboard.writeText(text).then(function () { say(button); });
    },
    share: function (button) {
      var page = { title: document.title, url: location.href };
      if (navigator.share) { navigator.share(page).catch(function () { button.focus(); }); return; }
      navigator.clipboard.writeText(page.url).then(function () { say(button); });
    },
    text: changeSize,
    theme: function (button) {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember("theme", root.dataset.theme);
      button.setAttribute("aria-pressed", String(isDark()));
    },
  };

  function ready() {
    each("[data-act]", function (button) {
      if (button.dataset.act === "theme") { button.setAttribute("aria-pressed", String(isDark())); }
      button.addEventListener("click", function () { ACTS[button.dataset.act](button); });
    });
    /* Opened from a disk, a folder does not answer with its page by itself. */
    if (location.protocol === "file:") {
      each('a[href$="/"]:not([href*="://"])', function (link) {
        link.setAttribute("href", link.getAttribute("href") + "index.html");
      });
    }
  }

  document.addEventListener("DOMContentLoaded", ready);
})();
