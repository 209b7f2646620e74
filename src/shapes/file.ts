/** One model file as a catalogue. */
import { basename, extname, resolve } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { canonicalCategory } from "../sample/category-table.js";
import type { Catalogue } from "./catalogue.js";
import { hashShape, loadShape } from "./load-shape.js";
import { AXES } from "./normalize.js";

const axis = z.enum(AXES);

/** What a recipe says about a single model. */
export const fileOptions = z.strictObject({
  file: z.string().min(1).describe("a .glb, .gltf, .obj, .fbx, .ply, .off or .stl model"),
  category: z.string().min(1).describe("what it shows; any name of the category table, or one of your own"),
  front: axis.nullable().default(null).describe("which way it faces, in the file's own axes; null = unknown, then azimuth labels are null"),
  up: axis.default("+Y").describe("which way is up, in the file's own axes"),
  licence: z.string().nullable().default(null).describe("SPDX identifier, kept in every record"),
  author: z.string().nullable().default(null).describe("kept in every record"),
  sizeMeters: z.number().positive().nullable().default(null).describe("real length of the longest side"),
  allowExternal: z.boolean().default(false).describe("lets the model refer to files outside its own folder"),
});

/** Options of {@link fileCatalogue}, as a recipe gives them or with defaults filled in. */
export type FileOptions = z.input<typeof fileOptions>;

/**
 * A catalogue of one model; its id is the file's name without extension.
 * @param baseFolder where a relative `options.file` starts
 */
export async function fileCatalogue(options: FileOptions, baseFolder: string): Promise<Catalogue> {
  const { file, category, front, up, licence, author, sizeMeters, allowExternal } = fileOptions.parse(options);
  const path = resolve(baseFolder, file);
  const id = basename(path, extname(path));
  const check = (asked: string): void => {
    if (asked !== id) throw new DatasetError("E_NOT_FOUND", `The file ${file} is the shape ${id}, not ${asked}.`, { hint: `Ask for ${id}.`, subject: asked });
  };
  let hash: Promise<string> | null = null;
  return {
    label: `file ${file}`,
    varies: false,
    entries: async () => [
      { id, category: canonicalCategory(category), licence, author, frontKnown: front !== null, viewpointOffset: { azimuthRadians: 0, elevationRadians: 0, distance: null } },
    ],
    async load(asked, _random, warn) {
      check(asked);
      const shape = await loadShape(path, {
        id,
        category: canonicalCategory(category),
        front,
        up,
        licence,
        author,
        sizeMeters,
        sizeSource: "recipe",
        sourceName: basename(path),
        allowExternal,
        ...(warn === undefined ? {} : { onWarning: warn }),
      });
      hash = Promise.resolve(shape.source.sha256);
      return shape;
    },
    async hash(asked) {
      check(asked);
      hash ??= hashShape(path, { allowExternal });
      return hash;
    },
  };
}
