// The figures of the other mode are there before a reader chooses it: who comes near the menu
// brings them.
const bring = () => {
  for (const image of document.querySelectorAll("img:is(.only-light, .only-dark)")) {
    image.loading = "eager";
  }
};

for (const menu of document.querySelectorAll(".theme-switch-container")) {
  for (const event of ["pointerenter", "focusin"]) menu.addEventListener(event, bring, { once: true });
}
