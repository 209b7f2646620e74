/** Reads a model file and the files it refers to, and nothing else: no network, nothing outside the model's folder. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { DatasetError, type ErrorCode } from "../core/errors.js";

/** What may be read. */
export interface ModelFilesOptions {
  /** References must stay in this folder; default: the folder of the model file. */
  root?: string;
  /** Lets references leave the folder. The network is never used. */
  allowExternal?: boolean;
  /** Bytes that one file may have. */
  fileBytes: number;
}

/** Which kind of file is missing, for the error. */
export type ReferenceKind = "buffer" | "texture" | "material library";

const CODE_OF_KIND: Record<ReferenceKind, ErrorCode> = { buffer: "E_SHAPE_FILE", texture: "E_TEXTURE", "material library": "E_TEXTURE" };

/** True where a reference carries its bytes itself. */
export function isDataUri(uri: string): boolean {
  return /^data:/i.test(uri);
}

/** One model file with all it refers to. */
export class ModelFiles {
  readonly #digests = new Map<string, string>();
  readonly #bytes = new Map<string, Promise<Uint8Array>>();
  readonly #root: string;

  /** @param file path of the model file */
  constructor(
    readonly file: string,
    readonly options: ModelFilesOptions,
  ) {
    this.#root = resolve(options.root ?? dirname(file));
  }

  /** The model file's bytes. @throws DatasetError E_SHAPE_FILE when it is missing, empty, not a file or too large */
  async readModel(): Promise<Uint8Array> {
    await this.#check(this.file, "E_SHAPE_FILE", "the model file");
    const bytes = await this.#read(this.file);
    if (bytes.length === 0) {
      throw new DatasetError("E_SHAPE_FILE", `${this.file} is empty.`, { hint: "Download or export the model again.", subject: this.file });
    }
    this.#digests.set("", sha256(bytes));
    return bytes;
  }

  /**
   * Bytes of a file that the model refers to, read once.
   * @param reference a relative URI (glTF) or path (OBJ, MTL), already decoded
   * @throws DatasetError E_EXTERNAL_URI when it leaves the folder or names the network; E_SHAPE_FILE or E_TEXTURE when missing
   */
  read(reference: string, kind: ReferenceKind): Promise<Uint8Array> {
    const name = reference.replaceAll("\\", "/");
    let bytes = this.#bytes.get(name);
    if (bytes === undefined) {
      bytes = this.#locate(name, kind).then(async (path) => {
        const read = await this.#read(path);
        this.#digests.set(name, sha256(read));
        return read;
      });
      this.#bytes.set(name, bytes);
    }
    return bytes;
  }

  /** Adds a file to the digest without keeping it in memory. */
  async addToDigest(reference: string, kind: ReferenceKind): Promise<void> {
    const name = reference.replaceAll("\\", "/");
    if (this.#digests.has(name)) return;
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(await this.#locate(name, kind))) hash.update(chunk as Uint8Array);
    this.#digests.set(name, hash.digest("hex"));
  }

  /**
   * sha256 of everything read so far. A model that is one file has that file's own sha256; otherwise it is the sha256
   * of the list that `sha256sum` prints for the model file and then its references in the order of their names.
   */
  digest(): string {
    const own = this.#digests.get("")!;
    if (this.#digests.size === 1) return own;
    const others = [...this.#digests].filter(([name]) => name !== "").sort(([a], [b]) => (a < b ? -1 : 1));
    const hash = createHash("sha256");
    hash.update(`${own}  ${basename(this.file)}\n`);
    for (const [name, digest] of others) hash.update(`${digest}  ${name}\n`);
    return hash.digest("hex");
  }

  async #read(path: string): Promise<Uint8Array> {
    const buffer = await readFile(path);
    // a fresh aligned array: small Buffers lie anywhere in a shared pool
    return buffer.byteOffset % 8 === 0 ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length) : Uint8Array.from(buffer);
  }

  async #check(path: string, code: ErrorCode, what: string): Promise<void> {
    const status = await stat(path).catch((cause: unknown) => {
      throw new DatasetError(code, `${this.#naming(path, what)} cannot be read: ${reason(cause)}.`, {
        hint: path === this.file ? "Check the path." : `Put the file there, or remove the reference from ${this.file}.`,
        subject: path,
        cause,
      });
    });
    if (!status.isFile()) {
      throw new DatasetError(code, `${this.#naming(path, what)} is not a file.`, { hint: "Name the model file itself.", subject: path });
    }
    if (status.size > this.options.fileBytes) {
      throw new DatasetError(code, `${this.#naming(path, what)} has ${status.size} bytes; the limit is ${this.options.fileBytes}.`, {
        hint: "Simplify the model, or raise loadShape's `limits.fileBytes`.",
        subject: path,
      });
    }
  }

  #naming(path: string, what: string): string {
    return path === this.file ? path : `${path}, ${what} of ${this.file},`;
  }

  async #locate(name: string, kind: ReferenceKind): Promise<string> {
    if (/^[a-z][a-z0-9+.-]+:/i.test(name) || name.startsWith("//")) {
      throw new DatasetError("E_EXTERNAL_URI", `${this.file} refers to ${JSON.stringify(name)}, which is not a file in its folder.`, {
        hint: "dst3d never uses the network for models: download the file next to the model and refer to it by name.",
        subject: this.file,
      });
    }
    let path = resolve(dirname(this.file), name);
    if (name.includes("\0")) throw this.#external(name);
    if (this.options.allowExternal !== true && (isAbsolute(name) || /^[a-z]:/i.test(name) || leaves(this.#root, path))) throw this.#external(name);
    path = await withActualCase(path, this.#root);
    await this.#check(path, CODE_OF_KIND[kind], `a ${kind}`);
    if (this.options.allowExternal !== true && leaves(await realpath(this.#root), await realpath(path))) throw this.#external(name);
    return path;
  }

  #external(name: string): DatasetError {
    return new DatasetError("E_EXTERNAL_URI", `${this.file} refers to ${JSON.stringify(name)}, which leaves the folder ${this.#root}.`, {
      hint: "Move the file into the model's folder, or set `allowExternal: true` if you trust this model.",
      subject: this.file,
    });
  }
}

function leaves(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}

/** The path as the disk spells it: many OBJ and glTF files were written where case does not matter. */
async function withActualCase(path: string, root: string): Promise<string> {
  if (leaves(root, path) || (await exists(path))) return path;
  let folder = root;
  for (const part of relative(root, path).split(sep)) {
    const names = await readdir(folder).catch((): string[] => []);
    const found = names.includes(part) ? part : names.sort().find((name) => name.toLowerCase() === part.toLowerCase());
    if (found === undefined) return path;
    folder = join(folder, found);
  }
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function reason(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such file";
  if (code === "EACCES") return "no permission";
  if (code === "ELOOP") return "its symbolic links go in a circle";
  return code === "" ? String(error) : code;
}
