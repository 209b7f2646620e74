/**
 * The Hugging Face cache: `models--OWNER--NAME/{blobs/DIGEST, refs/REVISION, snapshots/COMMIT/PATH → ../../blobs/DIGEST}`.
 * Other tools read and write it at the same time; where no links can be made, the files themselves lie in snapshots.
 */
import { copyFile, lstat, mkdir, readdir, readFile, readlink, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { DatasetError } from "../core/errors.js";
import { systemErrorCode } from "../storage/file-system.js";
import { replaceFile } from "../storage/replace-file.js";
import { storageError } from "../storage/storage-error.js";
import { isCommit, isRepositoryName, isSafePath } from "./model-reference.js";

/** Ending of what has not come completely; never looked at as a model's file. */
export const INCOMPLETE = ".incomplete";

/** A file of a model on this machine. */
export interface LocalFile {
  /** Within the folder, with "/". */
  path: string;
  bytes: number;
  /** Where the cache names the file by it; null elsewhere. */
  sha256: string | null;
}

/** A repository's folder in the cache. */
export function repositoryFolder(cacheFolder: string, repository: string): string {
  return join(cacheFolder, folderName(repository));
}

function folderName(repository: string): string {
  return `models--${repository.replace("/", "--")}`;
}

/** Where a repository's files lie at a commit. */
export function snapshotFolder(cacheFolder: string, repository: string, commit: string): string {
  return join(repositoryFolder(cacheFolder, repository), "snapshots", commit);
}

/** Where a content lies. */
export function blobPath(cacheFolder: string, repository: string, digest: string): string {
  return join(repositoryFolder(cacheFolder, repository), "blobs", digest);
}

/** Models in the cache, sorted. */
export async function cachedRepositories(cacheFolder: string): Promise<string[]> {
  const names = await readdir(cacheFolder).catch(() => []);
  return names
    .filter((name) => name.startsWith("models--"))
    .map((name) => name.slice("models--".length).replace("--", "/"))
    .filter(isRepositoryName)
    .sort();
}

/**
 * Commits of a repository that are there, the one that a revision stands for first; of a commit only itself.
 * A revision other than main stands for its own commit only.
 */
export async function cachedCommits(cacheFolder: string, repository: string, revision: string): Promise<string[]> {
  const folder = repositoryFolder(cacheFolder, repository);
  const there = (await readdir(join(folder, "snapshots")).catch(() => [])).filter(isCommit).sort();
  const wanted = await readRevision(cacheFolder, repository, revision);
  const others = revision === "main" ? there.filter((commit) => commit !== wanted) : [];
  return [...there.filter((commit) => commit === wanted), ...others];
}

/** Deepest folder and most files that are looked at: nothing that belongs to a model lies beyond. */
const DEPTH = 3;
const MOST_FILES = 20_000;

/** The files of a folder and of those in it; a link to nothing is no file. */
export async function localFiles(folder: string, depth = DEPTH): Promise<LocalFile[]> {
  const found: LocalFile[] = [];
  const walk = async (at: string, levels: number): Promise<void> => {
    for (const entry of (await readdir(join(folder, at), { withFileTypes: true }).catch(() => [])).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (!isSafePath(path) || entry.name.endsWith(INCOMPLETE)) continue;
      if (entry.isDirectory()) {
        if (levels > 1) await walk(path, levels - 1);
        continue;
      }
      if (found.length >= MOST_FILES) throw new DatasetError("E_MODEL", `${folder} has more than ${MOST_FILES} files.`, { hint: "Give the folder of one model, as diffusers saves it.", subject: folder });
      const status = await stat(join(folder, path)).catch(() => null);
      if (status?.isFile() !== true) continue;
      const target = entry.isSymbolicLink() ? basename(await readlink(join(folder, path)).catch(() => "")) : "";
      if (target.endsWith(INCOMPLETE)) continue;
      found.push({ path, bytes: status.size, sha256: /^[0-9a-f]{64}$/.test(target) ? target : null });
    }
  };
  await walk("", depth);
  return found;
}

/** Bytes that a repository takes, all its commits together and what is unfinished; links count nothing. */
export async function cachedBytes(cacheFolder: string, repository: string): Promise<number> {
  const walk = async (folder: string, levels: number): Promise<number> => {
    let bytes = 0;
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && levels > 0) bytes += await walk(path, levels - 1);
      else if (entry.isFile()) bytes += (await lstat(path).catch(() => null))?.size ?? 0;
    }
    return bytes;
  };
  return walk(repositoryFolder(cacheFolder, repository), DEPTH + 3);
}

/** Errors of systems and disks that have no symbolic links, or let nobody make them. */
const NO_LINKS = ["EPERM", "EACCES", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EINVAL", "UNKNOWN"];

/** How a complete content gets its place in a snapshot. */
export interface PlaceOptions {
  /** Makes a symbolic link; tests give one that cannot. */
  link?: (target: string, path: string) => Promise<void>;
  /** False while another file of the snapshot has the same content. */
  isLastUse: boolean;
}

/**
 * Puts a content into a snapshot: a link to it, or where there are no links the content itself.
 * @throws DatasetError E_STORAGE
 */
export async function placeInSnapshot(blob: string, target: string, { link = symlink, isLastUse }: PlaceOptions): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true });
    await rm(target, { force: true });
    const linked = await link(relative(dirname(target), blob), target).then(
      () => true,
      (error: unknown) => {
        if (NO_LINKS.includes(systemErrorCode(error) ?? "")) return false;
        throw error;
      },
    );
    if (linked) return;
    const whole = `${target}${INCOMPLETE}`;
    if (isLastUse) return await rename(blob, target);
    await copyFile(blob, whole);
    await rename(whole, target);
  } catch (error) {
    throw storageError(error, "write to", dirname(target));
  }
}

/** Which commit a revision stands for, as was noted; null when it was not. A commit stands for itself. */
export async function readRevision(cacheFolder: string, repository: string, revision: string): Promise<string | null> {
  if (isCommit(revision)) return revision;
  const text = await readFile(join(repositoryFolder(cacheFolder, repository), "refs", ...revision.split("/")), "utf8").catch(() => "");
  return isCommit(text.trim()) ? text.trim() : null;
}

/** Notes which commit a revision stands for; a commit stands for itself. */
export async function writeRevision(cacheFolder: string, repository: string, revision: string, commit: string): Promise<void> {
  if (!isCommit(revision)) await replaceFile(join(repositoryFolder(cacheFolder, repository), "refs", ...revision.split("/")), commit);
}

/**
 * Removes a repository with all its commits. Links in it are removed, what they lead to is not.
 * @throws DatasetError E_STORAGE when its folder is itself a link, or cannot be removed
 */
export async function removeRepository(cacheFolder: string, repository: string): Promise<void> {
  const folder = repositoryFolder(cacheFolder, repository);
  const status = await lstat(folder).catch(() => null);
  if (status === null) return;
  if (!status.isDirectory()) throw new DatasetError("E_STORAGE", `${folder} is a link, not a folder of the cache.`, { hint: "Somebody put it elsewhere: remove it yourself.", subject: folder });
  try {
    await rm(folder, { recursive: true });
    await rm(join(cacheFolder, ".locks", folderName(repository)), { recursive: true, force: true });
  } catch (error) {
    throw storageError(error, "write to", folder);
  }
}
