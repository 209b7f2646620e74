/** Which file serves which `generator.type` of a recipe; adding a generator adds two lines. */
import * as z from "zod";
import { diffusionGenerator } from "./diffusion.js";
import { diffusionGeneratorOptions, MACHINE_OPTIONS } from "./diffusion-options.js";
import type { Generator } from "./generator.js";
import { renderGenerator, renderGeneratorOptions } from "./render.js";

/** Options of all generators, told apart by their type; without one it is `render`. */
export const generatorOptions = z.union([
  z.strictObject({ type: z.literal("render").default("render").describe("the final image is the render itself"), ...renderGeneratorOptions.shape }),
  z.strictObject({ type: z.literal("diffusion").describe("the final image is painted by Stable Diffusion on this machine"), ...diffusionGeneratorOptions.shape }),
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
    case "diffusion": {
      const { type: _type, ...settings } = options;
      return diffusionGenerator(settings, folder);
    }
  }
}

/** Paths of the recipe in a generator's options, rewritten. A model's folder begins with a dot; all else names a model. */
export function movedGenerator(options: GeneratorOptions, move: (path: string) => string): GeneratorOptions {
  if (options.type === "render") return { ...options, photos: options.photos === null ? null : move(options.photos) };
  const moved = (model: string): string => (/^\.{1,2}(?:[\\/]|$)/.test(model) ? withDot(move(model)) : model);
  return {
    ...options,
    model: moved(options.model),
    controlnets: options.controlnets.map((entry) => ({ ...entry, model: moved(entry.model) })),
    loras: options.loras.map((entry) => ({ ...entry, model: moved(entry.model) })),
    vae: options.vae === null ? null : moved(options.vae),
  };
}

/** The options that decide what an image looks like: without paths, and without how a machine does the work. */
export function comparableGenerator(options: GeneratorOptions): Record<string, unknown> {
  const moved = movedGenerator(options, (path) => (options.type === "render" ? "folder" : (path.split(/[\\/]/).at(-1) ?? path)));
  const left: readonly string[] = options.type === "diffusion" ? MACHINE_OPTIONS : [];
  return Object.fromEntries(Object.entries(moved).filter(([name]) => !left.includes(name)));
}

function withDot(path: string): string {
  return path.startsWith("/") || path.startsWith(".") ? path : `./${path}`;
}
