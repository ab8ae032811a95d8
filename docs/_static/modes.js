// Near the menu of modes, the other figures are loaded.
const bring = () => {
  for (const image of document.querySelectorAll("img:is(.only-light, .only-dark)")) {
    image.loading = "eager";
  }
};

for (const menu of document.querySelectorAll(".theme-switch-container")) {
  for (const event of ["pointerenter", "focusin"]) menu.addEventListener(event, bring, { once: true });
}
