/** What a user may write to name a model: a repository of the hub, at a revision, one file of it; or a folder. */
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { DatasetError } from "../core/errors.js";

/** A repository on the hub. */
export interface RepositoryReference {
  /** OWNER/NAME. */
  repository: string;
  /** Branch, tag or commit. */
  revision: string;
  /** Just this file, for repositories that hold several LoRAs; null: what is needed. */
  file: string | null;
}

/** What was named. */
export type ModelReference = { kind: "folder"; folder: string } | ({ kind: "repository" } & RepositoryReference);

/** The revision of a repository that nobody asked to be another. */
export const DEFAULT_REVISION = "main";

// The hub allows neither "--" nor ".." in names; the cache's folder names rely on it.
const WORD = String.raw`(?!\.|-)(?!.*(?:--|\.\.))[\w.-]{1,96}(?<![.-])`;
const OWNER = new RegExp(`^${WORD}$`, "u");
const REVISION = /^(?![./])(?!.*(?:\.\.|\/\.|\/\/|\/$))[\w./-]{1,120}$/;
// Neither what leaves the folder nor what is a device on Windows.
const SAFE_PATH_PART = /^(?!\.{1,2}$)(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[\w. +()-]{1,120}(?<![. ])$/i;
const COMMIT = /^[0-9a-f]{40}$/;

/** Whether it is a full commit, which names one content for ever. */
export function isCommit(revision: string): boolean {
  return COMMIT.test(revision);
}

/** Whether a path that somebody else chose names a place below the folder it is meant for, on every operating system. */
export function isSafePath(path: string): boolean {
  const parts = path.split("/");
  return parts.length <= 8 && parts.every((part) => SAFE_PATH_PART.test(part));
}

/** Whether it is an OWNER/NAME as the hub has them. */
export function isRepositoryName(text: string): boolean {
  const parts = text.split("/");
  return parts.length === 2 && parts.every((part) => OWNER.test(part));
}

/**
 * Reads a reference. A folder that is there wins over a repository of the same name, as in diffusers.
 * @param text `OWNER/NAME`, `OWNER/NAME@REVISION`, `OWNER/NAME/FILE.safetensors`, or a folder
 * @param base the folder from which relative paths count
 * @throws DatasetError E_OPTION for anything else; E_NOT_FOUND for a path to nothing
 */
export async function readReference(text: string, base: string): Promise<ModelReference> {
  const path = resolve(base, /^~[\\/]/.test(text) ? join(homedir(), text.slice(2)) : text);
  const status = text === "" ? null : await stat(path).catch(() => null);
  if (status?.isDirectory() === true) return { kind: "folder", folder: path };
  if (looksLikePath(text)) {
    throw new DatasetError("E_NOT_FOUND", `${path} is ${status === null ? "not there" : "not a folder"}.`, { hint: "A model is a folder as diffusers saves it, an alias (dst3d models list) or OWNER/NAME on the Hugging Face Hub.", subject: text });
  }
  const [address, revision, ...more] = text.split("@");
  const [owner = "", name = "", ...rest] = (address ?? "").split("/");
  const file = rest.length === 0 ? null : rest.join("/");
  const isSound =
    more.length === 0 && isRepositoryName(`${owner}/${name}`) && (revision === undefined || REVISION.test(revision)) && (file === null || (isSafePath(file) && file.endsWith(".safetensors")));
  if (!isSound) {
    throw new DatasetError("E_OPTION", `${JSON.stringify(text)} names no model.`, { hint: "A model is an alias (dst3d models list), OWNER/NAME, OWNER/NAME@REVISION or OWNER/NAME/FILE.safetensors on the Hugging Face Hub, or a folder.", subject: text });
  }
  return { kind: "repository", repository: `${owner}/${name}`, revision: revision ?? DEFAULT_REVISION, file };
}

function looksLikePath(text: string): boolean {
  return isAbsolute(text) || /^(?:\.{1,2}|~)(?:[\\/]|$)/.test(text) || text.includes("\\") || /^[A-Za-z]:/.test(text);
}
