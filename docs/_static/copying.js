// A button beside code. It says "Copied!" only when that is true; where a browser refuses, it
// says so and selects the code for the reader's own keys.
(() => {
  const CODE =
    ".cell_input pre, .import-line pre, .highlight-console pre, .formula pre, .file pre";
  const { copy, done, failed } = document.currentScript.dataset;
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  document.querySelector("main").append(said);

  // Of a console, the commands without their prompt; of a cell, what the build says.
  function text(code) {
    if (!code.closest(".highlight-console")) return code.dataset.copied ?? code.textContent;
    return code.textContent.match(/(?<=^\$ ).+/gm).join("\n");
  }

  async function write(code) {
    try {
      await navigator.clipboard.writeText(text(code));
      return true;
    } catch {
      return select(code);
    }
  }

  // Older browsers, and pages that are a file, copy what is selected.
  function select(code) {
    const put = (event) => {
      event.clipboardData.setData("text/plain", text(code));
      event.preventDefault();
    };
    getSelection().selectAllChildren(code);
    addEventListener("copy", put);
    const copied = document.execCommand("copy");
    removeEventListener("copy", put);
    if (copied) getSelection().removeAllRanges();
    return copied;
  }

  async function press({ currentTarget: button }) {
    const copied = await write(button.previousElementSibling);
    said.textContent = button.dataset.tooltip = copied ? done : failed;
    button.dataset.copied = copied;
    setTimeout(() => {
      said.textContent = "";
      button.dataset.tooltip = copy;
      delete button.dataset.copied;
    }, 2000);
  }

  function add(code) {
    const button = document.createElement("button");
    const telling = /^(?!import |from |#|%[^%]).+/m.exec(code.textContent) ?? [code.textContent.trim()];
    button.className = "copybtn";
    button.dataset.tooltip = copy;
    button.setAttribute("aria-label", `${copy}: ${telling[0]}`);
    button.addEventListener("click", press);
    code.after(button);
  }

  document.querySelectorAll(CODE).forEach(add);
})();
