/** What the environment says about the Hugging Face Hub, read as huggingface_hub reads it, so that both share one cache. */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where models lie and how the hub is reached. */
export interface HubSettings {
  /** Of all repositories: `models--OWNER--NAME` and others lie in it. */
  cacheFolder: string;
  /** Another hub than the public one; null: that. */
  hubUrl: string | null;
  offline: boolean;
  token: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** As huggingface_hub reads its switches. */
export function isOn(value: string | undefined): boolean {
  return ["1", "ON", "YES", "TRUE"].includes((value ?? "").toUpperCase());
}

/**
 * HF_HUB_CACHE, else HUGGINGFACE_HUB_CACHE, else HF_HOME/hub, else XDG_CACHE_HOME/huggingface/hub, else that below
 * ~/.cache.
 */
export function hubCacheFolder(environment: Environment): string {
  const named = given(environment, "HF_HUB_CACHE") ?? given(environment, "HUGGINGFACE_HUB_CACHE");
  return named === null ? join(hubHome(environment), "hub") : folderOf(named);
}

/** Whether HF_HUB_OFFLINE (or transformers' older switch) forbids the network. */
export function isOffline(environment: Environment): boolean {
  return isOn(given(environment, "HF_HUB_OFFLINE") ?? environment["TRANSFORMERS_OFFLINE"]);
}

/** Everything at once; the token's file is read when no variable holds one. */
export async function hubSettings(environment: Environment): Promise<HubSettings> {
  const offline = isOffline(environment);
  return { cacheFolder: hubCacheFolder(environment), hubUrl: given(environment, "HF_ENDPOINT"), offline, token: offline ? null : await readToken(environment) };
}

async function readToken(environment: Environment): Promise<string | null> {
  const named = given(environment, "HF_TOKEN") ?? given(environment, "HUGGING_FACE_HUB_TOKEN");
  if (named !== null) return named;
  if (isOn(environment["HF_HUB_DISABLE_IMPLICIT_TOKEN"])) return null;
  const file = given(environment, "HF_TOKEN_PATH");
  const text = await readFile(file === null ? join(hubHome(environment), "token") : folderOf(file), "utf8").catch(() => "");
  return text.trim() === "" ? null : text.trim();
}

function hubHome(environment: Environment): string {
  const named = given(environment, "HF_HOME");
  if (named !== null) return folderOf(named);
  const caches = given(environment, "XDG_CACHE_HOME");
  return join(caches === null ? join(homedir(), ".cache") : folderOf(caches), "huggingface");
}

function given(environment: Environment, name: string): string | null {
  const value = environment[name]?.trim();
  return value === undefined || value === "" ? null : value;
}

function folderOf(path: string): string {
  return resolve(/^~(?=[\\/]|$)/.test(path) ? join(homedir(), path.slice(1)) : path);
}
