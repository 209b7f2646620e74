/** A finished picture from a server as the pipeline takes it. */
import type { Image } from "../../core/image.js";
import { DatasetError } from "../../core/errors.js";
import type { ControlledPhoto, ControlledSample, Painting } from "../../sample/sample.js";
import { recallOfEdges, showsNothing } from "./check-answer.js";

/** What a generator says of how it painted. */
export interface PaintedBy {
  generator: string;
  arm: "diffusion" | "text2image";
  controls: readonly string[];
  /** Paints with a seed. */
  paint(seed: number): Promise<{ picture: Image; model: string | null; hashes: Record<string, string>; settings: Record<string, unknown> }>;
}

/**
 * Paints, checks and labels. A picture of one colour is painted once more with the next seed.
 * @throws DatasetError E_IMAGE when that is of one colour, too; what `paint` throws
 */
export async function remotelyPainted(sample: ControlledSample | ControlledPhoto, { generator, arm, controls, paint }: PaintedBy): Promise<Painting> {
  for (const seed of [sample.seed, sample.seed + 1]) {
    const { picture, model, hashes, settings } = await paint(seed);
    if (showsNothing(picture)) continue;
    return {
      output: picture,
      arm: "source" in sample ? "image-edges" : arm,
      labelStatus: "source" in sample || arm === "text2image" ? "none" : "intended",
      generation: { generator, model, hashes, seed, settings: { arm, ...settings, controls: [...controls], edgeRecall: recallOfEdges(picture, sample, controls) } },
    };
  }
  throw new DatasetError("E_IMAGE", "The painted picture is of one colour.", { hint: "Another seed, prompt or model may do better; a black one can come from weights in half precision, or a safety filter." });
}
