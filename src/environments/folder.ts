/** A folder of Radiance .hdr panoramas. */
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import type { EnvironmentCatalogue } from "./catalogue.js";
import { loadPanorama, readPanoramaFile, sha256, type PanoramaSource } from "./panorama.js";

/** Options of a folder of panoramas. */
export const environmentFolderOptions = z.strictObject({
  folder: z.string().min(1).describe("folder of .hdr panoramas (folders inside it count too), relative to the recipe"),
  ids: z.array(z.string()).min(1).optional().describe("only these: file names without .hdr"),
});

/** Options of a folder of panoramas, defaults filled in. */
export type EnvironmentFolderOptions = z.infer<typeof environmentFolderOptions>;

/** Optional `manifest.json` beside the panoramas; other keys are left alone. */
const manifestSchema = z.array(z.looseObject({ file: z.string(), licence: z.string().nullish(), author: z.string().nullish() }));

/**
 * The panoramas in a folder. Ids are paths below it without the extension, `/` between folders on every system.
 * @param folder where a relative `options.folder` starts
 * @throws DatasetError (from the catalogue's methods) E_NOT_FOUND for a missing or empty folder or an unknown id,
 * E_MANIFEST for a bad manifest.json, E_ENVIRONMENT for a bad panorama
 */
export function folderEnvironments(options: EnvironmentFolderOptions, folder = "."): EnvironmentCatalogue {
  const root = resolve(folder, options.folder);
  let listing: Promise<ReadonlyMap<string, PanoramaSource>> | null = null;
  const sources = () => (listing ??= listPanoramas(root, options));
  const source = async (id: string): Promise<PanoramaSource> => {
    const found = (await sources()).get(id);
    if (found === undefined) throw unknownId(id, [...(await sources()).keys()], options.folder);
    return found;
  };
  return {
    label: `folder ${options.folder}`,
    ids: async () => [...(await sources()).keys()],
    load: async (id) => loadPanorama(await source(id)),
    credits: async (id) => {
      const { licence, author } = await source(id);
      return { licence, author };
    },
    hash: async (id) => sha256(await readPanoramaFile((await source(id)).file)),
    varies: false,
  };
}

async function listPanoramas(root: string, options: EnvironmentFolderOptions): Promise<ReadonlyMap<string, PanoramaSource>> {
  const credits = await readCredits(root);
  const all = new Map<string, PanoramaSource>();
  for (const name of await listFiles(root, options.folder)) {
    const { licence = null, author = null } = credits.get(name) ?? {};
    const id = name.slice(0, -".hdr".length);
    all.set(id, { id, file: join(root, name), name: basename(name), licence, author });
  }
  if (all.size === 0) {
    throw new DatasetError("E_NOT_FOUND", `folder ${options.folder} holds no panorama: looked for *.hdr in it and in folders inside`, {
      subject: options.folder,
      hint: "Put Radiance .hdr panoramas there, or use built-in environments: `- builtin: sky`.",
    });
  }
  if (options.ids === undefined) return all;
  return new Map([...new Set(options.ids)].sort().map((id) => {
    const found = all.get(id);
    if (found === undefined) throw unknownId(id, [...all.keys()], options.folder);
    return [id, found];
  }));
}

/** Paths below the root of all .hdr files, sorted by code unit so that the order is the same on every system. */
async function listFiles(root: string, shown: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && /\.hdr$/i.test(entry.name) && !entry.name.startsWith("."))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll("\\", "/"))
      .sort();
  } catch (cause) {
    throw new DatasetError("E_NOT_FOUND", `folder ${shown} cannot be read`, { cause, subject: shown, hint: "Relative folders start at the recipe's own folder: check the path." });
  }
}

interface Credit {
  licence?: string | null | undefined;
  author?: string | null | undefined;
}

async function readCredits(root: string): Promise<ReadonlyMap<string, Credit>> {
  const file = join(root, "manifest.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return new Map();
  }
  try {
    return new Map(manifestSchema.parse(JSON.parse(text)).map((entry) => [entry.file.replaceAll("\\", "/"), entry]));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new DatasetError("E_MANIFEST", `${file}: ${reason}`, { cause, subject: file, hint: 'It must be a list: [{ "file": "name.hdr", "licence": "CC0-1.0", "author": "…" }].' });
  }
}

function unknownId(id: string, known: readonly string[], folder: string): DatasetError {
  return new DatasetError("E_NOT_FOUND", `folder ${folder} has no panorama "${id}"`, { subject: id, hint: `It has ${known.slice(0, 20).join(", ")}${known.length > 20 ? " …" : ""}.` });
}
