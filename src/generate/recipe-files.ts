/** Files and addresses in a generator's options: moved with the recipe, pinned by content, or of no account. */
import { resolve } from "node:path";
import { readWorkflow } from "./comfyui/workflow.js";
import { MACHINE_OPTIONS } from "./diffusion-options.js";
import type { GeneratorOptions } from "./registry.js";
import { UNSEEN_OPTIONS } from "./remote/options.js";

/** Paths of the recipe in a generator's options, rewritten. A model's folder begins with a dot; all else names a model. */
export function movedGenerator(options: GeneratorOptions, move: (path: string) => string): GeneratorOptions {
  switch (options.type) {
    case "render":
      return { ...options, photos: options.photos === null ? null : move(options.photos) };
    case "comfyui":
      return { ...options, workflow: options.workflow === null ? null : move(options.workflow) };
    case "imitation":
    case "a1111":
      return options;
    case "diffusion": {
      const moved = (model: string): string => (/^\.{1,2}(?:[\\/]|$)/.test(model) ? withDot(move(model)) : model);
      return {
        ...options,
        model: moved(options.model),
        controlnets: options.controlnets.map((entry) => ({ ...entry, model: moved(entry.model) })),
        loras: options.loras.map((entry) => ({ ...entry, model: moved(entry.model) })),
        vae: options.vae === null ? null : moved(options.vae),
      };
    }
  }
}

/**
 * The options with the sha256 of the files that say what to paint, so that another content is another recipe.
 * @param folder where the recipe's relative paths start
 * @throws DatasetError E_NOT_FOUND, E_OPTION for a workflow that cannot be read
 */
export async function pinnedGenerator(options: GeneratorOptions, folder: string): Promise<GeneratorOptions> {
  if (options.type !== "comfyui" || options.workflow === null || options.workflowSha256 !== undefined) return options;
  return { ...options, workflowSha256: (await readWorkflow(resolve(folder, options.workflow))).sha256 };
}

/** The options that decide what an image looks like: without paths, and without where and how the work is done. */
export function comparableGenerator(options: GeneratorOptions): Record<string, unknown> {
  // A model's folder counts by its name, all else by its content.
  const moved = movedGenerator(options, (path) => (options.type === "diffusion" ? (path.split(/[\\/]/).at(-1) ?? path) : "folder"));
  const left = unseenOptions(options.type);
  return Object.fromEntries(Object.entries(moved).filter(([name]) => !left.includes(name)));
}

function unseenOptions(type: GeneratorOptions["type"]): readonly string[] {
  switch (type) {
    case "render":
    case "imitation": return [];
    case "diffusion": return MACHINE_OPTIONS;
    case "comfyui":
    case "a1111": return UNSEEN_OPTIONS;
  }
}

function withDot(path: string): string {
  return path.startsWith("/") || path.startsWith(".") ? path : `./${path}`;
}
