// Walks downhill from a start that the reader drags.
import { explore, plot, put, written } from "./stage.mjs";
import { surfaces, walk } from "./descent_math.mjs";

const defaults = { surface: "himmelblau", optimizer: "descent", rate: 0.01, beta: 0.9, x: 0, y: 0, steps: 100 };

function build(stage) {
  stage.lines = stage.layer("lines");
  for (const key of ["surface", "optimizer"]) {
    const names = { surface: ["himmelblau", "bowl", "rosenbrock"], optimizer: ["descent", "momentum", "nesterov", "adam"] };
    stage.select({ key, options: names[key].map((name) => [name, stage.text(name)]) });
  }
  stage.slider({ key: "rate", min: 0.0001, max: 1, log: true });
  stage.slider({ key: "beta", min: 0, max: 0.99, step: 0.01 });
  const move = (pixel) => {
    const [x, y] = stage.axes.at(pixel).map((value) => Number(value.toFixed(2)));
    stage.set({ x, y });
  };
  stage.point({
    label: stage.text("start"),
    at: () => [stage.axes.x(stage.state.x), stage.axes.y(stage.state.y)],
    move,
    says: () => stage.text("place", { x: written(stage.state.x), y: written(stage.state.y) }),
  });
  stage.press(move);
}

function lay(stage) {
  const { x, y } = surfaces[stage.state.surface];
  stage.axes = plot([34, 8, stage.width - 8, stage.height - 34], x, y);
}

function draw(stage) {
  const path = walk(stage.state, [stage.state.x, stage.state.y]);
  stage.lines.replaceChildren();
  stage.axes.frame(stage.lines, { xName: "x", yName: "y" });
  put(stage.lines, "path", { d: stage.axes.line(path), fill: "none", stroke: "var(--blue)" });
  const [x, y] = path.at(-1);
  const f = surfaces[stage.state.surface].value(x, y);
  stage.say(stage.text("ended", { steps: path.length - 1, x: written(x), y: written(y), f: written(f) }));
}

explore("descent", { defaults, build, lay, draw });
