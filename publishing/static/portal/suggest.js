/* Suggestions while typing, as the combobox pattern of ARIA describes; the form works without. */
(function () {
  "use strict";
  var WAIT = 180;
  var SHORTEST = 2;

  function combobox(input) {
    var list = document.createElement("ul");
    var timer = 0;
    var asked = "";
    var chosen = -1;
    list.id = input.id + "-suggestions";
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggest);
    list.hidden = true;
    input.parentNode.appendChild(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("autocomplete", "off");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    function close() {
      list.hidden = true;
      chosen = -1;
      asked = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(next) {
      var options = list.children;
      if (!options.length) { return; }
      if (chosen >= 0) { options[chosen].setAttribute("aria-selected", "false"); }
      chosen = (next + options.length) % options.length;
      options[chosen].setAttribute("aria-selected", "true");
      options[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[chosen].id);
    }

    function option(one, number) {
      var item = document.createElement("li");
      item.id = list.id + "-" + number;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = one.title;
      if (one.number) {
        var sign = document.createElement("small");
        sign.textContent = one.number;
        item.appendChild(sign);
      }
      item.dataset.url = one.url;
      item.addEventListener("mousedown", function (event) {
        event.preventDefault();
        location.assign(one.url);
      });
      return item;
    }

    function show(found) {
      list.replaceChildren.apply(list, found.map(option));
      chosen = -1;
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(Boolean(found.length)));
      input.removeAttribute("aria-activedescendant");
    }

    function ask() {
      var words = input.value.trim();
      if (words === asked) { return; }
      asked = words;
      if (words.length < SHORTEST) { close(); return; }
      var form = new URL(input.form.action, location.href);
      var address = form.pathname + "?format=suggest&q=" + encodeURIComponent(words);
      var language = input.form.elements.lang;
      fetch(address + (language ? "&lang=" + language.value : ""))
        .then(function (answer) { return answer.ok ? answer.json() : { suggestions: [] }; })
        .then(function (said) { if (words === asked) { show(said.suggestions); } })
        .catch(close);
    }

    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
      if (list.hidden) { return; }
      if (event.key === "ArrowDown") { event.preventDefault(); mark(chosen + 1); }
      if (event.key === "ArrowUp") { event.preventDefault(); mark(chosen - 1); }
      if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        location.assign(list.children[chosen].dataset.url);
      }
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("input[data-suggest]"), combobox);
})();
