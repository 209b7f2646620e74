/**
 * Generator `render`: the picture is the render itself. Arm bg3d sets the objects, lit by an environment, into that
 * environment: the paper's "Rendering + BG3D", which needs no weights and whose labels are exact.
 */
import * as z from "zod";
import { composeImage } from "../render/compose.js";
import { sceneLight } from "../render/scene-light.js";
import type { Generator } from "./generator.js";

/** Options of the generator `render`. */
export const renderGeneratorOptions = z.strictObject({
  arm: z.enum(["bg3d"]).default("bg3d").describe("bg3d: the object lit by and set into a 3D environment"),
});
/** See {@link renderGeneratorOptions}. */
export type RenderGeneratorOptions = z.infer<typeof renderGeneratorOptions>;

/** The generator that shows the render. */
export function renderGenerator(options: RenderGeneratorOptions): Generator {
  return {
    name: "render",
    controls: [],
    probe: async () => {},
    generate: async (sample) => ({
      ...sample,
      output: composeImage(sample.passes, sample.content, sceneLight(sample.content)),
      arm: options.arm,
      labelStatus: "exact",
      generation: { generator: "render", model: null, hashes: {}, seed: sample.seed, settings: { ...options } },
    }),
    close: async () => {},
  };
}
