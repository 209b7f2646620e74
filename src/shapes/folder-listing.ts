/** Reading the folders that catalogues lie in. */
import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { MODEL_EXTENSIONS } from "./load-shape.js";

/** Names in a folder, sorted; hidden ones are left out. */
export interface Listing {
  folders: string[];
  files: string[];
}

/** What is in a folder; null when there is no such folder. Links are followed. */
export async function listFolder(path: string): Promise<Listing | null> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
  if (entries === null) return null;
  const listing: Listing = { folders: [], files: [] };
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const linked = entry.isSymbolicLink() ? await stat(join(path, entry.name)).catch(() => null) : null;
    if (linked === null ? entry.isDirectory() : linked.isDirectory()) listing.folders.push(entry.name);
    else if (linked === null ? entry.isFile() : linked.isFile()) listing.files.push(entry.name);
  }
  listing.folders.sort();
  listing.files.sort();
  return listing;
}

/** As {@link listFolder}. @throws DatasetError E_NOT_FOUND when there is no such folder */
export async function requireFolder(path: string, asGiven: string): Promise<Listing> {
  const listing = await listFolder(path);
  if (listing !== null) return listing;
  throw new DatasetError("E_NOT_FOUND", `There is no folder ${asGiven}.`, { hint: `Looked at ${path}: relative paths start at the recipe's folder.`, subject: path });
}

/** A folder that holds something else than was looked for: says what was looked for and what is there. */
export function wrongFolder(asGiven: string, lookedFor: string, { folders, files }: Listing): DatasetError {
  const names = [...folders.map((name) => `${name}/`), ...files];
  const found = names.length === 0 ? "nothing" : names.slice(0, 8).join(", ") + (names.length > 8 ? `, … (${names.length} in all)` : "");
  return new DatasetError("E_NOT_FOUND", `The folder ${asGiven} does not hold ${lookedFor}. Found there: ${found}.`, { hint: `${adviceFor({ folders, files })}\`dst3d help recipe\` lists the sources that \`shapes\` may have.`, subject: asGiven });
}

/** What the folder looks like instead. */
function adviceFor({ folders, files }: Listing): string {
  if (files.includes("manifest.json")) return "It has a manifest.json: use `folder:`. ";
  if (folders.some((name) => /^\d{8}$/.test(name))) return "Its folders are called like ShapeNet's: use `shapenet:`. ";
  if (files.some((name) => /^[0-9a-f]{32}\.glb$/.test(name)) || folders.includes("glbs")) return "It looks like Objaverse: use `objaverse:`. ";
  if (folders.includes("raw_scans") || folders.includes("raw")) return "It looks like OmniObject3D: use `omniobject3d:`. ";
  return "";
}

/** Which of several files of one name is taken: those that say most about materials first. */
const PREFERENCE = [".glb", ".gltf", ".obj", ".fbx", ".ply", ".off", ".stl"].filter((extension) => MODEL_EXTENSIONS.includes(extension));

/** Model files of a folder, one per name without extension. */
export function modelFiles(files: readonly string[]): { stem: string; file: string }[] {
  const best = new Map<string, string>();
  for (const extension of PREFERENCE) {
    for (const file of files) {
      if (extname(file).toLowerCase() !== extension) continue;
      const stem = file.slice(0, -extension.length);
      if (!best.has(stem)) best.set(stem, file);
    }
  }
  return [...best].map(([stem, file]) => ({ stem, file })).sort((a, b) => (a.stem < b.stem ? -1 : 1));
}
