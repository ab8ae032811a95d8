// The keyboard stays where it was, and what opens or is chosen says so.
(() => {
  function follow(element, name, state) {
    const tell = () => element.setAttribute(name, state());
    const seen = new MutationObserver(tell);
    tell();
    return { tell, watch: (one) => seen.observe(one, { attributeFilter: ["class", "open"] }) };
  }

  // As the theme has it.
  const wide = matchMedia("(min-width: 992px)");

  // A sidebar, which is a drawer where it has no room. Its button gets the focus back, but not
  // when a link was chosen.
  for (const name of ["primary", "secondary"]) {
    const button = document.querySelector(`.${name}-toggle`);
    const bar = document.getElementById(`pst-${name}-sidebar`);
    const drawer = document.getElementById(`pst-${name}-sidebar-modal`);
    if (!button || !bar || !drawer) continue;
    const beside = () => name === "primary" && wide.matches && !bar.matches(".pst-sidebar-hidden");
    const state = follow(button, "aria-expanded", () => drawer.open || beside());
    [bar, drawer].forEach(state.watch);
    wide.addEventListener("change", state.tell);
    let leaves = false;
    drawer.addEventListener("click", ({ target }) => (leaves = Boolean(target.closest("a"))), true);
    drawer.addEventListener("close", () => {
      if (!leaves) setTimeout(() => button.focus());
      leaves = false;
    });
  }

  document.querySelector(".theme-switch-button")?.setAttribute("aria-expanded", "false");
  for (const one of document.querySelectorAll(".theme-change-button")) {
    follow(one, "aria-pressed", () => one.matches(".active")).watch(one);
  }

  // The theme takes the focus from its buttons when they are used, so that no tip stays. On the
  // way down: some of these clicks it keeps for itself.
  addEventListener("click", ({ detail, target }) => {
    const button = target.closest?.("button");
    if (!button) return;
    setTimeout(() => {
      const menu = button.closest(".dropdown")?.querySelector("[data-bs-toggle=dropdown]");
      const kept = menu ?? button;
      // What is hidden loses the focus only when the page is drawn.
      const held = document.activeElement;
      if (kept === button && held !== document.body && held.checkVisibility()) return;
      kept.focus();
      const tip = kept.closest("[data-bs-toggle=tooltip]");
      if (detail && tip) bootstrap.Tooltip.getInstance(tip)?.hide();
    });
  }, true);
})();
