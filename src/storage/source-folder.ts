/** A folder that somebody else wrote. Nothing outside it is read: neither `..` nor symbolic links lead out of it. */
import { createReadStream } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { systemErrorCode } from "./file-system.js";
import { storageError } from "./storage-error.js";

/** Files of a folder by paths with `/`, relative to it. */
export interface SourceFolder {
  /** The folder itself, symbolic links on the way to it followed. */
  readonly root: string;
  /** Names in a folder, sorted; none where there is no such folder. */
  names(folder: string): Promise<string[]>;
  /** Whether a folder or a file is there. */
  kind(path: string): Promise<"folder" | "file" | null>;
  /** Where a file lies on this computer. @throws DatasetError E_NOT_FOUND, E_IMPORT for a path that leads out */
  locate(path: string): Promise<string>;
  /** A file's bytes. @throws DatasetError E_NOT_FOUND, E_IMPORT for a path that leads out or a file that is too large */
  read(path: string): Promise<Uint8Array>;
  /** A file's text, piece by piece. */
  pieces(path: string): AsyncIterable<string>;
}

/** Larger files are no picture or annotation of one image. */
const MOST_BYTES = 512 * 1024 * 1024;

/** @throws DatasetError E_NOT_FOUND where there is no folder */
export async function openSourceFolder(path: string): Promise<SourceFolder> {
  const root = await realpath(path).catch(() => null);
  if (root === null || !(await stat(root)).isDirectory()) throw new DatasetError("E_NOT_FOUND", `${path} is no folder.`, { hint: "Give the folder of the dataset.", subject: path });

  /** The file's true place; null where nothing is there. */
  async function find(inside: string): Promise<string | null> {
    const parts = inside === "" ? [] : inside.split("/");
    const isPlain = parts.every((part) => part !== "" && part !== "." && part !== ".." && !/[\\\u0000-\u001f]/.test(part)) && !/^[A-Za-z]:/.test(inside);
    if (!isPlain) throw leadsOut(inside);
    const whole = join(root!, ...parts);
    try {
      // One call for all links on the way: only a path without any is its own true place.
      if ((await realpath(whole)) !== whole) throw leadsOut(inside);
      return whole;
    } catch (error) {
      if (["ENOENT", "ENOTDIR"].includes(systemErrorCode(error) ?? "")) return null;
      if (["ENAMETOOLONG", "ELOOP"].includes(systemErrorCode(error) ?? "")) throw leadsOut(inside);
      throw DatasetError.isInstance(error) ? error : storageError(error, "read from", path);
    }
  }

  async function locate(inside: string): Promise<string> {
    const found = await find(inside);
    if (found !== null && (await stat(found)).isFile()) return found;
    throw new DatasetError("E_NOT_FOUND", `${inside} is missing in ${path}.`, { hint: "Complete the dataset, or leave out what names the file.", subject: inside });
  }

  return {
    root,
    async names(folder) {
      const found = await find(folder);
      if (found === null || !(await stat(found)).isDirectory()) return [];
      return (await readdir(found)).sort();
    },
    async kind(inside) {
      const found = await find(inside);
      if (found === null) return null;
      const about = await stat(found);
      return about.isDirectory() ? "folder" : about.isFile() ? "file" : null;
    },
    locate,
    async read(inside) {
      const found = await locate(inside);
      const { size } = await stat(found);
      if (size > MOST_BYTES) throw new DatasetError("E_IMPORT", `${inside} has ${size} bytes, more than ${MOST_BYTES}.`, { hint: "Check that it is what its name says.", subject: inside });
      return readFile(found);
    },
    async *pieces(inside) {
      for await (const piece of createReadStream(await locate(inside), { encoding: "utf8", highWaterMark: 1 << 20 })) yield piece as string;
    },
  };
}

function leadsOut(path: string): DatasetError {
  return new DatasetError("E_IMPORT", `${JSON.stringify(path)} is no plain path below the dataset's folder: links and .. are not followed.`, {
    hint: "Copy what it names into the dataset, and name it there.",
    subject: path,
  });
}
