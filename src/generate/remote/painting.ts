/** A finished picture from a server as the pipeline takes it. */
import type { Image } from "../../core/image.js";
import type { ControlledPhoto, ControlledView, Painting } from "../../sample/sample.js";
import { paintedOrAgain } from "../second-seed.js";
import { recallOfEdges } from "./check-answer.js";

/** What a generator says of how it painted. */
export interface PaintedBy {
  generator: string;
  arm: "diffusion" | "text2image";
  controls: readonly string[];
  /** Paints with a seed. */
  paint(seed: number): Promise<{ image: Image; model: string | null; hashes: Record<string, string>; settings: Record<string, unknown> }>;
}

/**
 * Paints, checks and labels. A picture of one colour is painted once more with the next seed.
 * @throws DatasetError E_IMAGE when that is of one colour, too; what `paint` throws
 */
export async function remotelyPainted(sample: ControlledView | ControlledPhoto, { generator, arm, controls, paint }: PaintedBy): Promise<Painting> {
  const { image, seed, model, hashes, settings } = await paintedOrAgain(sample.seed, paint);
  return {
    output: image,
    arm: "source" in sample ? "image-edges" : arm,
    labelStatus: "source" in sample || arm === "text2image" ? "none" : "intended",
    generation: { generator, model, hashes, seed, settings: { arm, ...settings, controls: [...controls], edgeRecall: recallOfEdges(image, sample, controls) } },
  };
}
