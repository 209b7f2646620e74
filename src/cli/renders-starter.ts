/** The recipe that `init --from` starts from: it paints the renders of a run. */
import type { RunRenders } from "../renders/run-renders.js";

/** What of a run the recipe depends on. */
export interface RendersToPaint {
  /** How many views the run has. */
  count: number;
  /** What the first of them has. */
  passes: RunRenders["entries"][number]["passes"];
  files: RunRenders["entries"][number]["files"];
}

/**
 * The text of the recipe, with comments.
 * @param run the run's folder, relative to the recipe
 * @param schema path of the JSON Schema for editors, relative to the recipe; null: no such line
 */
export function rendersRecipe(name: string, run: string, { count, passes, files }: RendersToPaint, schema: string | null): string {
  const schemaLine = schema === null ? "" : `# yaml-language-server: $schema=${schema}\n`;
  const controls = [...(passes.has("picture") ? ["canny"] : []), ...(passes.has("depth") && passes.has("masks") ? ["depth-control"] : [])];
  const outputs = ["image", ...controls, ...(files.includes("depth") ? ["depth"] : [])];
  return `${schemaLine}# A recipe of dst3d that paints the renders of a run: its labels stay, its pictures become controls, its images are new.
# All options with their defaults: dst3d help recipe

name: ${name}
seed: 7
count: ${count}                # all views of the run; scene.imagesPerView paints each several times

renders:
  run: ${JSON.stringify(run)}
  # keepPrompts: true     # the prompts that its samples have, instead of new ones

# How the image is made: imitated without weights, to try it out; then painted by Stable Diffusion (docs/diffusion.md),
# or by a server (docs/comfyui.md, docs/a1111.md).
generator: { type: imitation }
# generator: { type: diffusion, model: sd15-canny }

# What is kept on disk beside the record with all labels.
outputs: [${outputs.join(", ")}]
`;
}
