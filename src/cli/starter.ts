/** The recipes that `init` and `quickstart` start from. */
import type { RecipeInput } from "../recipe/schema.js";

/** What `quickstart` makes. */
export const QUICKSTART_RECIPE: RecipeInput = {
  name: "quickstart",
  seed: 1,
  count: 12,
  shapes: [{ builtin: ["car", "chair", "aeroplane"] }],
  viewpoints: { preset: 3 },
  environments: [{ builtin: ["sky", "studio", "interior"] }],
  generator: { type: "render", arm: "bg3d" },
};

/** A dataset name made of a folder's: letters, digits, dots, dashes and underscores. */
export function datasetName(folderName: string): string {
  const name = folderName.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "").slice(0, 100);
  return name === "" ? "my-dataset" : name;
}
