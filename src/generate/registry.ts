/** Which file serves which `generator.type` of a recipe; adding a generator adds two lines. */
import * as z from "zod";
import { a1111Generator } from "./a1111.js";
import { a1111GeneratorOptions } from "./a1111/options.js";
import { comfyuiGenerator } from "./comfyui.js";
import { comfyuiGeneratorOptions } from "./comfyui/options.js";
import { diffusionGenerator } from "./diffusion.js";
import { diffusionGeneratorOptions } from "./diffusion-options.js";
import type { Generator } from "./generator.js";
import { imitationGenerator } from "./imitation.js";
import { imitationGeneratorOptions } from "./imitation/options.js";
import { renderGenerator, renderGeneratorOptions } from "./render.js";

/** Options of all generators, told apart by their type; without one it is `render`. */
export const generatorOptions = z.union([
  z.strictObject({ type: z.literal("render").default("render").describe("the final image is the render itself"), ...renderGeneratorOptions.shape }),
  z.strictObject({ type: z.literal("imitation").describe("the final image imitates a painter's, without weights: for trying things out and for measuring verification"), ...imitationGeneratorOptions.shape }),
  z.strictObject({ type: z.literal("diffusion").describe("the final image is painted by Stable Diffusion on this machine"), ...diffusionGeneratorOptions.shape }),
  z.strictObject({ type: z.literal("comfyui").describe("the final image is painted by ComfyUI servers"), ...comfyuiGeneratorOptions.shape }),
  z.strictObject({ type: z.literal("a1111").describe("the final image is painted by servers of AUTOMATIC1111's web UI or Forge"), ...a1111GeneratorOptions.shape }),
]);
/** See {@link generatorOptions}. */
export type GeneratorOptions = z.infer<typeof generatorOptions>;

/** The generator that a recipe asks for. @param folder where the recipe's relative paths start */
export function generatorOf(options: GeneratorOptions, folder = "."): Generator {
  switch (options.type) {
    case "render": {
      const { type: _type, ...settings } = options;
      return renderGenerator(settings, folder);
    }
    case "imitation": {
      const { type: _type, ...settings } = options;
      return imitationGenerator(settings);
    }
    case "diffusion": {
      const { type: _type, ...settings } = options;
      return diffusionGenerator(settings, folder);
    }
    case "comfyui": {
      const { type: _type, ...settings } = options;
      return comfyuiGenerator(settings, folder);
    }
    case "a1111": {
      const { type: _type, ...settings } = options;
      return a1111Generator(settings);
    }
  }
}
