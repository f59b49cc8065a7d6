/* The fields of a category appear as soon as it is chosen; without this the button does it. */
(() => {
  for (const name of ["category", "structure"]) {
    const select = document.querySelector(`form.compose select[name=${name}]`);
    const button = select?.closest("fieldset").querySelector("[data-refields]");
    if (!button) continue;
    button.hidden = true;
    const file = document.querySelector("input[name=new_file]");
    select.addEventListener("change", () => {
      // A chosen file would not survive the reload: then the person decides when.
      if (file?.files.length) button.hidden = false;
      else select.form.requestSubmit(button);
    });
  }
})();
