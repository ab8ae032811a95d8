// Who comes near the menu of modes brings the figures of the other one.
const bring = () => {
  for (const image of document.querySelectorAll("img:is(.only-light, .only-dark)")) {
    image.loading = "eager";
  }
};

for (const menu of document.querySelectorAll(".theme-switch-container")) {
  for (const event of ["pointerenter", "focusin"]) menu.addEventListener(event, bring, { once: true });
}
