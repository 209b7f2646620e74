/** The shapes that `dst3d shapes` looks at: those of a recipe, or those that flags name. */
import { resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import type { ReadRecipe } from "../recipe/read.js";
import type { Flag, FlagValues } from "./flags.js";
import { LICENCE_KNOWN, withKnownLicences } from "./known-licences.js";
import type { Terminal } from "./terminal.js";

/** Flags that name sources; each is an entry of a recipe's `shapes`. */
export const SOURCE_FLAGS = {
  folder: { kind: "text", value: "DIR", description: "a folder with a manifest.json" },
  folders: { kind: "text", value: "DIR", description: "folders called as their categories" },
  file: { kind: "text", value: "FILE", description: "one model" },
  builtin: { kind: "text", value: "NAMES", description: "built-in shapes, separated by commas" },
  shapenet: { kind: "text", value: "DIR", description: "ShapeNetCore v1 or v2" },
  objaverse: { kind: "text", value: "DIR", description: "Objaverse's .glb files" },
  annotations: { kind: "text", value: "FILE", description: "with --objaverse: its annotations" },
  lvis: { kind: "text", value: "FILE", description: "with --objaverse: its LVIS categories" },
  omniobject3d: { kind: "text", value: "DIR", description: "OmniObject3D's raw scans" },
  toys4k: { kind: "text", value: "DIR", description: "Toys4K" },
  csv: { kind: "text", value: "FILE", description: "the original's list; the data sets above are where its models lie" },
  category: { kind: "text", value: "NAME", description: "only this category; with --file what it shows" },
  front: { kind: "text", value: "AXIS", description: "which way models face where their source does not say: +X, -X, +Y, -Y, +Z or -Z" },
  up: { kind: "text", value: "AXIS", description: "which way is up where their source does not say" },
  "licence-known": LICENCE_KNOWN,
} as const satisfies Readonly<Record<string, Flag>>;

type Sources = FlagValues<typeof SOURCE_FLAGS>;

/** Data sets that a CSV may point into. */
const JOINED = ["shapenet", "objaverse", "omniobject3d", "toys4k"] as const;

/** Flags that say more about a source that another flag names. */
const SOURCE_ONLY = ["annotations", "lvis", "category", "front", "up"] as const;

/**
 * The recipe whose shapes are looked at.
 * @param recipe the recipe's file; null = only flags count
 * @throws DatasetError E_OPTION when a recipe and a source are named, or a recipe and flags that only go with a source
 */
export async function shapeSources(flags: Sources, recipe: string | null, terminal: Terminal): Promise<ReadRecipe> {
  const { parseRecipe, readRecipe } = await import("../recipe/read.js");
  const entries = entriesOf(flags);
  if (recipe !== null && entries.length > 0) {
    throw new DatasetError("E_OPTION", "shapes were given a recipe and a source", { hint: "Give one of the two.", subject: recipe });
  }
  if (entries.length > 0) return { recipe: parseRecipe({ name: "shapes", count: 1, shapes: entries }), folder: terminal.folder, file: terminal.folder };
  const lost = SOURCE_ONLY.find((name) => flags[name] !== null);
  if (lost !== undefined) {
    throw new DatasetError("E_OPTION", `--${lost} goes with a source such as --folder DIR, not with a recipe`, { hint: `Write ${lost === "category" ? "categories" : lost} into the recipe's entry, or name a source by a flag.`, subject: `--${lost}` });
  }
  const read = await readRecipe(resolve(terminal.folder, recipe ?? "recipe.yaml"));
  return flags["licence-known"] ? { ...read, recipe: withKnownLicences(read.recipe) } : read;
}

function entriesOf(flags: Sources): Record<string, unknown>[] {
  const entries: Record<string, unknown>[] = [];
  const chosen = { ...(flags.category === null ? {} : { categories: [flags.category] }), ...(flags["licence-known"] ? { licenceKnown: true } : {}) };
  const turned = { ...(flags.front === null ? {} : { front: flags.front }), ...(flags.up === null ? {} : { up: flags.up }) };
  if (flags.folder !== null) entries.push({ folder: flags.folder, ...chosen, ...turned });
  if (flags.folders !== null) entries.push({ folders: flags.folders, ...chosen, ...turned });
  if (flags.file !== null) entries.push({ file: flags.file, category: flags.category ?? "object", ...turned });
  if (flags.builtin !== null) entries.push({ builtin: flags.builtin.split(",").map((name) => name.trim()) });
  const given = Object.fromEntries(JOINED.flatMap((name) => (flags[name] === null ? [] : [[name, flags[name]]])));
  if (flags.csv !== null) return [...entries, { csv: flags.csv, ...given, ...chosen }];
  if (flags.shapenet !== null) entries.push({ shapenet: flags.shapenet, ...chosen, ...(flags.front === null ? {} : { front: flags.front }) });
  if (flags.objaverse !== null) {
    const files = { ...(flags.annotations === null ? {} : { annotations: flags.annotations }), ...(flags.lvis === null ? {} : { lvis: flags.lvis }) };
    entries.push({ objaverse: flags.objaverse, ...files, ...chosen, ...turned });
  }
  if (flags.omniobject3d !== null) entries.push({ omniobject3d: flags.omniobject3d, ...chosen, ...turned });
  if (flags.toys4k !== null) entries.push({ toys4k: flags.toys4k, ...chosen, ...turned });
  return entries;
}
