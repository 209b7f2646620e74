/** The pages as they were built, held in memory: no request reaches the disk. */
import { extname, relative, sep, join } from "node:path";
import { readdir, readFile } from "node:fs/promises";
import type { Context } from "hono";
import { DatasetError } from "../core/errors.js";
import { refusal } from "./refusal.js";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** See the head of this file. */
export interface ClientFiles {
  answer(context: Context): Response | Promise<Response>;
}

/** Names of the built pages' files, relative, with `/`. @throws DatasetError E_NOT_FOUND where they were not built */
export async function clientFileNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new DatasetError("E_NOT_FOUND", `the studio's pages are not built: ${folder} is missing`, { hint: "Run `npm run build` in a checkout; a package that was installed has them.", subject: folder, cause });
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

/**
 * Reads the built pages.
 * @param folder that holds index.html
 * @throws DatasetError E_NOT_FOUND where they were not built
 */
export async function readClientFiles(folder: string): Promise<ClientFiles> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const name of await clientFileNames(folder)) files.set(name, new Uint8Array(await readFile(join(folder, name))));
  return {
    answer(context) {
      const path = context.req.path.slice(context.req.routePath.length - "/*".length).replace(/^\//, "");
      const name = path === "" ? "index.html" : path;
      const bytes = files.get(name);
      if (bytes === undefined) return refusal(context, new DatasetError("E_NOT_FOUND", `there is no page ${JSON.stringify(name)}`, { hint: "Go back to the studio's first page." }));
      // Names of assets carry a hash of what is in them.
      const caching = name.startsWith("assets/") ? "private, max-age=31536000, immutable" : "no-cache";
      return context.body(bytes, 200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream", "cache-control": caching });
    },
  };
}
