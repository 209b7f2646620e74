/** Which file serves which `generator.type` of a recipe; adding a generator adds one line. */
import type { Generator } from "./generator.js";
import { renderGenerator, type RenderGeneratorOptions } from "./render.js";

/** The generator that a recipe asks for. @param folder where the recipe's relative paths start */
export function generatorOf(options: { type: "render" } & RenderGeneratorOptions, folder = "."): Generator {
  const { type, ...settings } = options;
  return { render: renderGenerator }[type](settings, folder);
}
