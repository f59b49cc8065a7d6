/* Follow long work: ask for the same page every two seconds while a part of it says it runs. */
const PAUSE = 2000;

async function follow() {
  if (!document.querySelector("[data-follow][data-running]")) return;
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelectorAll("[data-follow][data-running]").forEach((part) => {
        const fresh = page.querySelector(`[data-follow="${part.dataset.follow}"]`);
        if (fresh) part.replaceWith(document.adoptNode(fresh));
      });
    }
  } catch {
    // The next round asks again.
  }
  window.setTimeout(follow, PAUSE);
}

window.setTimeout(follow, PAUSE);
