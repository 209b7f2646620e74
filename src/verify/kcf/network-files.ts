/** Which files a network of others is made of. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { storageError } from "../../storage/storage-error.js";
import type { BackboneKind } from "./backbone.js";

/** sha256 over all of them: what was computed with others does not count. @throws DatasetError E_STORAGE */
export async function hashOfNetwork(kind: BackboneKind, path: string): Promise<string> {
  try {
    const files = kind === "resnet50" ? [path] : (await readdir(path)).filter((name) => /\.(json|safetensors)$/.test(name)).sort().map((name) => join(path, name));
    const hash = createHash("sha256");
    for (const file of files) for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
    return hash.digest("hex");
  } catch (error) {
    throw storageError(error, "read from", path);
  }
}
