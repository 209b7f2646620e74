/** `dst3d sheet`: a picture of a run with its labels drawn in. */
import { join, resolve } from "node:path";
import { defineCommand, emit, say } from "../command.js";
import { wholeNumber } from "../flags.js";
import { shownPath } from "../terminal.js";

export const command = defineCommand({
  summary: "draw images of a run with their labels into one picture",
  details: "  A PNG with the 3D box, the axes, the mask's outline and the keypoints of every object, as the records say.",
  arguments: [{ name: "RUN", description: "a run's folder, such as runs/vehicles", optional: false }],
  flags: {
    count: { kind: "text", value: "N", description: "how many samples, spread over the run (default 24)" },
    seed: { kind: "text", value: "N", description: "choose the samples by chance; another number shows others" },
    out: { kind: "text", value: "FILE", description: "the picture (default RUN/sheet.png)" },
  },
  takesRecipeOptions: false,
  examples: [["sheet runs/vehicles", "writes runs/vehicles/sheet.png"], ["sheet runs/vehicles --count 60 --out look.png", "more of them"]],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const run = resolve(terminal.folder, invocation.arguments[0]!);
    const out = flags.out === null ? join(run, "sheet.png") : resolve(terminal.folder, flags.out);
    const file = await invocation.library.writeSheet(run, {
      count: flags.count === null ? 24 : wholeNumber(flags.count, "--count", 1),
      ...(flags.seed === null ? {} : { seed: wholeNumber(flags.seed, "--seed", 0) }),
      out,
    });
    emit(invocation, { type: "sheet", file });
    say(invocation, `wrote ${shownPath(terminal, file)}`);
    return 0;
  },
});
