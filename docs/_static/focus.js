// The keyboard stays where it was, and what opens or is chosen says so.
(() => {
  function follow(element, name, state) {
    const tell = () => element.setAttribute(name, state());
    const seen = new MutationObserver(tell);
    tell();
    return { tell, watch: (one) => seen.observe(one, { attributeFilter: ["class", "open"] }) };
  }

  // A sidebar, which is a drawer where it has no room. Its button gets the focus back, but not
  // when a link was chosen.
  for (const name of ["primary", "secondary"]) {
    const button = document.querySelector(`.${name}-toggle`);
    const bar = document.getElementById(`pst-${name}-sidebar`);
    const drawer = document.getElementById(`pst-${name}-sidebar-modal`);
    if (!button || !bar || !drawer) continue;
    const shown = () => !bar.matches(".pst-sidebar-hidden") && bar.checkVisibility({ visibilityProperty: true });
    const state = follow(button, "aria-expanded", () => drawer.open || shown());
    [bar, drawer].forEach(state.watch);
    addEventListener("resize", state.tell);
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

  // The theme takes the focus from its buttons when they are used, so that no tip stays.
  addEventListener("click", ({ detail, target }) => {
    const button = target.closest?.("button");
    if (!button) return;
    setTimeout(() => {
      // What is hidden loses the focus only when the page is drawn.
      const held = document.activeElement;
      if (held !== document.body && held.checkVisibility()) return;
      const menu = button.closest(".dropdown")?.querySelector("[data-bs-toggle=dropdown]");
      const kept = button.checkVisibility() ? button : menu;
      kept?.focus();
      const tip = kept?.closest("[data-bs-toggle=tooltip]");
      if (detail && tip) bootstrap.Tooltip.getInstance(tip)?.hide();
    });
  });
})();
