import { describe, it } from "vitest";
import { loadClipText } from "../../../src/diffusion/load.js";
import { expectClose, expected, fixtureFolder } from "./fixture.js";

const LENGTH = 20;

/** Begin, some words, then ends up to the length. */
const tokens = [0, 1, 2].map((row) => {
  const words = Array.from({ length: 3 + 5 * row }, (_, index) => (row * 7 + index * 13) % 50);
  return [58, ...words, ...new Array<number>(LENGTH).fill(59)].slice(0, LENGTH);
});

describe.each(["sd15", "sd21", "bigg"])("text encoders as transformers computes them: %s", (name) => {
  const reference = expected(`clip-text/${name}`);
  const pooled = name === "bigg" ? "projected" : "plain";

  it.each(["normalized", "penultimate"] as const)("gives the same %s states, the last layer skipped or not", async (hidden) => {
    for (const clipSkip of [0, 1]) {
      const encoder = await loadClipText(fixtureFolder(`clip-text/${name}`), { hidden, clipSkip, pooled });
      const results = await encoder.run({ tokens });
      expectClose(`${name} ${hidden} ${clipSkip}`, results.hidden, reference.get(clipSkip === 0 ? hidden : `${hidden}_skip_1`));
      expectClose(`${name} pooled`, results.pooled!, reference.get("pooled"));
      await encoder.release();
    }
  });
});
