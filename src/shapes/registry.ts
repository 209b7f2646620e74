/** Every source of shapes, by the recipe's key. */
import * as z from "zod";
import { builtinCatalogue, builtinOptions } from "./builtin.js";
import type { Catalogue } from "./catalogue.js";
import { csvCatalogue, csvOptions } from "./csv.js";
import { fileCatalogue, fileOptions } from "./file.js";
import { folderCatalogue, folderOptions } from "./folder.js";
import { foldersCatalogue, foldersOptions } from "./folders.js";
import { objaverseCatalogue, objaverseOptions } from "./objaverse.js";
import { omniobject3dCatalogue, omniobject3dOptions } from "./omniobject3d.js";
import { shapenetCatalogue, shapenetOptions } from "./shapenet.js";
import { toys4kCatalogue, toys4kOptions } from "./toys4k.js";

/** The schema of one entry of a recipe's `shapes`. `csv` comes before the sources whose keys it has, too. */
export const shapeSourceOptions = z.union([
  folderOptions, builtinOptions, fileOptions, foldersOptions, csvOptions, shapenetOptions, objaverseOptions, omniobject3dOptions, toys4kOptions,
]);

/** One entry of a recipe's `shapes`. */
export type ShapeSource = z.infer<typeof shapeSourceOptions>;

/** Opens a source; no model is loaded. @param folder where relative paths start */
export async function openShapeSource(source: ShapeSource, folder: string): Promise<Catalogue> {
  if ("builtin" in source) return builtinCatalogue(source);
  if ("folder" in source) return folderCatalogue(source, folder);
  if ("folders" in source) return foldersCatalogue(source, folder);
  if ("csv" in source) return csvCatalogue(source, folder);
  if ("shapenet" in source) return shapenetCatalogue(source, folder);
  if ("objaverse" in source) return objaverseCatalogue(source, folder);
  if ("omniobject3d" in source) return omniobject3dCatalogue(source, folder);
  if ("toys4k" in source) return toys4kCatalogue(source, folder);
  return fileCatalogue(source, folder);
}

/** Options that are paths. The first that an entry has says its kind. */
const PATHS = ["folder", "file", "folders", "csv", "shapenet", "objaverse", "omniobject3d", "toys4k", "annotations", "lvis"] as const;

/** The same source with its paths rewritten. */
export function withPaths(source: ShapeSource, rewrite: (path: string) => string): ShapeSource {
  const paths = Object.entries(source).filter(([key, value]) => (PATHS as readonly string[]).includes(key) && typeof value === "string");
  return { ...source, ...Object.fromEntries(paths.map(([key, path]) => [key, rewrite(path as string)])) };
}

/**
 * What of a source makes a dataset, beside the models in it: their list with what is said about them is compared by
 * itself, so where they lie and how they are chosen does not count.
 */
export function comparableSource(source: ShapeSource): unknown {
  if ("builtin" in source) return source;
  if ("file" in source) return { ...source, file: "", allowExternal: false };
  return { [PATHS.find((key) => key in source)!]: "" };
}
