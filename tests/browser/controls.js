// Each link, button and other control that the keyboard does not reach, or reaches unseen.
() => {
  const faults = [];
  const looks = (element) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor, textDecorationLine, backgroundColor } =
      getComputedStyle(element);
    const outline = outlineStyle === "none" ? "" : outlineWidth;
    // A point of a drawing shows it by a ring of its own.
    const ring = [...element.querySelectorAll("circle")].map((one) => getComputedStyle(one).stroke);
    return [...ring, outline, boxShadow, borderColor, textDecorationLine, backgroundColor].join();
  };
  for (const control of document.querySelectorAll("a[href], button, summary, input, select, [tabindex]")) {
    if (!control.checkVisibility({ visibilityProperty: true }) || control.disabled) continue;
    const name = `${control.tagName.toLowerCase()} ${control.className} ${control.textContent.trim().slice(0, 40)}`;
    if (control.tabIndex < 0) {
      if (!control.matches('.headerlink, [tabindex="-1"]:not(a, button, summary, input)')) faults.push(`not a stop: ${name}`);
      continue;
    }
    if (control.matches(".headerlink")) faults.push(`a stop that leads nowhere: ${control.hash}`);
    if (control.tabIndex > 0) faults.push(`out of order: ${name}`);
    const before = looks(control);
    control.focus({ focusVisible: true, preventScroll: true });
    if (document.activeElement !== control) faults.push(`takes no focus: ${name}`);
    else if (looks(control) === before) faults.push(`focus unseen: ${name}`);
    control.blur();
  }
  return faults;
}
