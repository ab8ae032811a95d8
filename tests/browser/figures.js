// Each picture of the article that is shown: whether it is painted, and the colors it uses.
async () => {
  const shown = [...document.querySelectorAll("article img")].filter((image) =>
    image.checkVisibility(),
  );
  for (const image of shown) image.loading = "eager";
  await Promise.all(shown.map((image) => image.decode().catch(() => null)));
  const figures = [];
  for (const image of shown) figures.push({ ...painted(image), ...(await drawn(image)) });
  return figures;

  function painted(image) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.clientWidth, image.clientHeight];
    const box = {
      file: new URL(image.currentSrc || image.src).pathname,
      alt: image.alt,
      natural: image.naturalWidth,
      sized: image.hasAttribute("width") && image.hasAttribute("height"),
      colored: 0,
      light: 0,
    };
    if (!image.naturalWidth || !canvas.width || !canvas.height) return box;
    const paint = canvas.getContext("2d", { willReadFrequently: true });
    paint.fillStyle = getComputedStyle(document.body).backgroundColor;
    paint.fillRect(0, 0, canvas.width, canvas.height);
    const [r, g, b] = paint.getImageData(0, 0, 1, 1).data;
    paint.drawImage(image, 0, 0, canvas.width, canvas.height);
    const pixels = paint.getImageData(0, 0, canvas.width, canvas.height).data;
    for (let i = 0; i < pixels.length; i += 4) {
      const away = Math.abs(pixels[i] - r) + Math.abs(pixels[i + 1] - g) + Math.abs(pixels[i + 2] - b);
      box.colored += away > 60;
      box.light += Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) > 180;
    }
    box.colored /= canvas.width * canvas.height;
    box.light /= canvas.width * canvas.height;
    return box;
  }

  // The SVG is put into the page for a moment, so that its style sheets and variables count: behind
  // a shadow, where they are no business of the page, which need not be styled anew.
  async function drawn(image) {
    const address = image.currentSrc || image.src;
    const nothing = { colors: [], type: Infinity, touching: [], ground: "" };
    if (!/\.svg($|\?)/.test(address)) return nothing;
    const text = await (await fetch(address)).text();
    const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const host = document.body.appendChild(document.createElement("div"));
    host.attachShadow({ mode: "open" }).append(document.adoptNode(svg));
    const used = {};
    for (const shape of svg.querySelectorAll("path, use, rect, circle, text, polygon, line")) {
      if (shape.closest("defs, clipPath")) continue;
      const style = getComputedStyle(shape);
      const owner = shape.closest("g[id], text");
      const place = owner ? owner.id || "text_" : "";
      const opacity = Number(style.opacity) * Number(getComputedStyle(shape.parentElement).opacity);
      if (place.startsWith("text_")) {
        note("text", style.fill, opacity * Number(style.fillOpacity), place);
      } else if (style.stroke !== "none" && parseFloat(style.strokeWidth) > 0) {
        note("line", style.stroke, opacity * Number(style.strokeOpacity), place);
      } else if (style.fill !== "none" && opacity === 1 && Number(style.fillOpacity) === 1) {
        // What lets the page shine through is a shade behind the lines.
        note("line", style.fill, 1, place);
      }
    }
    const result = { colors: Object.values(used), ...lettering(svg, image.clientWidth) };
    result.ground = svg.style.backgroundColor;
    host.remove();
    return result;

    function note(kind, color, opacity, where) {
      if (color !== "none") used[`${kind} ${color} ${opacity}`] ??= { kind, color, opacity, where };
    }
  }
  // The smallest letters as wide as the picture is shown, in pixels, and labels that touch.
  function lettering(svg, width) {
    const scale = width / svg.viewBox.baseVal.width;
    const whole = svg.getScreenCTM();
    const labels = [...svg.querySelectorAll("g[id^='text_']")];
    let type = Infinity;
    for (const letter of labels.flatMap((label) => [...label.querySelectorAll("use, path")])) {
      if (letter.closest("defs")) continue;
      const { a, b } = letter.getScreenCTM();
      // A letter is drawn for 100 units, and one that is used once for 64 times as many.
      const own = /scale\(0?\.015625/.test(letter.getAttribute("transform")) ? 64 : 1;
      type = Math.min(type, (100 * own * scale * Math.hypot(a, b)) / Math.hypot(whole.a, whole.b));
    }
    // A label has a group for each of its lines.
    const boxes = labels.map((label) => [...label.querySelectorAll(":scope > g")].map(corners));
    const touching = boxes.flatMap((one, place) =>
      boxes.slice(place + 1).flatMap((two, next) => {
        const apart = one.every((line) => two.every((other) => areApart(line, other)));
        return apart ? [] : [`${labels[place].id} ${labels[place + next + 1].id}`];
      }),
    );
    return { type, touching };
  }
  // The corners of a line's box, which is as slanted as the line is.
  function corners(line) {
    const { x, y, width, height } = line.getBBox();
    const places = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
    const onScreen = line.getScreenCTM();
    return places.map(([a, b]) => new DOMPoint(a, b).matrixTransform(onScreen));
  }
  // Whether a line that is parallel to a side of either box parts them.
  function areApart(one, two) {
    return [one, two].some((box) =>
      [0, 1].some((side) => {
        const across = [box[side + 1].x - box[side].x, box[side + 1].y - box[side].y];
        const [a, b] = [one, two].map((corner) =>
          corner.map(({ x, y }) => x * across[0] + y * across[1]),
        );
        return Math.max(...a) <= Math.min(...b) || Math.max(...b) <= Math.min(...a);
      }),
    );
  }
}
