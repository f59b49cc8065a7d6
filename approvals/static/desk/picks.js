/* Picking several items of a list, and the seconds in which they can still be recalled. */
(() => {
  const bar = document.querySelector("[data-picks]");
  const boxes = [...document.querySelectorAll("input[name=pick]")];
  if (bar) {
    const all = bar.querySelector("[data-pick-all]");
    const count = bar.querySelector("[data-picked]");
    const show = () => {
      const picked = boxes.filter((box) => box.checked).length;
      count.textContent = picked;
      bar.classList.toggle("idle", !picked);
      bar.querySelector("[type=submit]").disabled = !picked;
    };
    all.hidden = false;
    all.addEventListener("click", () => {
      const on = boxes.some((box) => !box.checked);
      boxes.forEach((box) => {
        box.checked = on;
      });
      show();
    });
    boxes.forEach((box) => box.addEventListener("change", show));
    show();
  }
  const left = document.querySelector("[data-until]");
  if (left) {
    const end = Date.parse(left.dataset.until);
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      left.textContent = `${seconds} ${left.dataset.unit}`;
      left.closest("form").querySelector("[type=submit]").disabled = !seconds;
      if (seconds) setTimeout(tick, 500);
    };
    tick();
  }
})();
