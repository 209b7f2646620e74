/**
 * A folder that is written from nothing: files go into a partial folder beside it, which takes its name when all of them
 * are there. No path leads out of it.
 */
import { constants } from "node:fs";
import { copyFile, link, readdir, rename, rm, rmdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { DatasetError } from "../core/errors.js";
import { type FileSink, openFileSink } from "./file-sink.js";
import { partialName, systemErrorCode } from "./file-system.js";
import { makeFolder } from "./make-folder.js";
import { storageError } from "./storage-error.js";

/** How files of another folder get here: a second name of the same file where the disk can, a symbolic link, or a copy. */
export type Placing = "hardlink" | "symlink" | "copy";

/** The folder while it is written. Paths are relative, with `/`. */
export interface OutputFolder {
  /** Where the files are until {@link OutputFolder.finish}. */
  readonly root: string;
  write(path: string, content: Uint8Array | string): Promise<void>;
  open(path: string): Promise<FileSink>;
  /** Puts a file of this computer here under another name. */
  place(path: string, source: string, how: Placing): Promise<void>;
  remove(path: string): Promise<void>;
  /** Gives the folder its name. */
  finish(): Promise<void>;
  /** Removes everything that was written. */
  discard(): Promise<void>;
}

/** What says that a file cannot get a second name, so that it is copied. */
const NO_HARD_LINKS = ["EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EACCES"];

/**
 * Begins a folder.
 * @throws DatasetError E_OPTION where something is there already, E_STORAGE
 */
export async function openOutputFolder(path: string): Promise<OutputFolder> {
  await refuseUsed(path);
  const root = partialName(path);
  const made = new Set<string>();
  const open = new Set<FileSink>();
  const at = async (inside: string): Promise<string> => {
    refuseOutside(inside);
    const whole = join(root, inside);
    const folder = dirname(whole);
    if (!made.has(folder)) {
      await makeFolder(folder);
      made.add(folder);
    }
    return whole;
  };
  const orStorageError = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storageError(error, "write to", path);
    }
  };
  await orStorageError(() => makeFolder(root));
  return {
    root,
    write: (inside, content) => orStorageError(async () => writeFile(await at(inside), content, { flag: "wx" })),
    open: (inside) =>
      orStorageError(async () => {
        const sink = await openFileSink(await at(inside));
        open.add(sink);
        return {
          write: (piece) => orStorageError(() => sink.write(piece)),
          close: () => {
            open.delete(sink);
            return orStorageError(() => sink.close());
          },
        };
      }),
    place: (inside, source, how) => orStorageError(async () => placeFile(source, await at(inside), how, relativeToFinal(root, path, inside))),
    remove: (inside) => orStorageError(async () => rm(await at(inside), { force: true })),
    finish: () =>
      orStorageError(async () => {
        await refuseUsed(path);
        await rmdir(path).catch(() => {}); // an empty one may be there
        await rename(root, path);
      }),
    async discard() {
      for (const sink of open) await sink.close().catch(() => {});
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Refuses what is no empty place. */
async function refuseUsed(path: string): Promise<void> {
  try {
    if ((await readdir(path)).length === 0) return;
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return;
    if (systemErrorCode(error) !== "ENOTDIR") throw storageError(error, "read from", path);
  }
  throw new DatasetError("E_OPTION", `${path} is there already and not empty.`, { hint: "Give another folder, or remove that one.", subject: path });
}

/** Paths are made of names that records give: none may lead elsewhere. */
function refuseOutside(inside: string): void {
  const parts = inside.split("/");
  const isSafe = parts.every((part) => part !== "" && part !== "." && part !== ".." && !/[\\\u0000-\u001f:]/.test(part) && Buffer.byteLength(part) <= 255);
  if (!isSafe) throw new DatasetError("E_INTERNAL", `${JSON.stringify(inside)} is no path inside the output folder`, { subject: inside });
}

/** The folder above a file once the whole has its name. */
function relativeToFinal(root: string, path: string, inside: string): (source: string) => string {
  const whole = join(root, inside);
  return (source) => relative(join(path, relative(root, dirname(whole))), source);
}

async function placeFile(source: string, target: string, how: Placing, seenFromTarget: (source: string) => string): Promise<void> {
  if (how === "symlink") return symlink(seenFromTarget(source), target);
  if (how === "hardlink") {
    try {
      return await link(source, target);
    } catch (error) {
      if (!NO_HARD_LINKS.includes(systemErrorCode(error) ?? "")) throw error;
    }
  }
  await copyFile(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
}
