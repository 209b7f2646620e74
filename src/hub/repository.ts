/**
 * The only door to the Hugging Face Hub, through @huggingface/hub, which is an optional package: it is loaded when a
 * download is asked for. Nothing here guesses: without the package or the network it says so.
 */
import type * as Hub from "@huggingface/hub";
import { DatasetError } from "../core/errors.js";

/** What the hub says about a file. Large files have a SHA-256, small ones git's SHA-1 of the blob. */
export interface RemoteFile {
  path: string;
  bytes: number;
  sha256: string | null;
  gitSha1: string | null;
}

/** A data set on the hub. */
export interface Repository {
  name: string;
  /** Of those paths that exist. Paths that were not asked for are never among them. */
  describe(paths: readonly string[]): Promise<RemoteFile[]>;
  /** The content from a byte on; the stream fails as the network does. */
  read(file: RemoteFile, from: number): Promise<AsyncIterable<Uint8Array>>;
}

/** How a repository is reached. */
export interface RepositoryOptions {
  /** Data set, as `allenai/objaverse`. */
  name: string;
  signal: AbortSignal;
  /** Another hub, as HF_ENDPOINT names it. */
  hubUrl?: string;
  fetch?: typeof fetch;
  /** How the package is loaded; tests give one that is missing. */
  load?: () => Promise<Pick<typeof Hub, "pathsInfo" | "downloadFile">>;
}

/** What the hub takes in one question. */
const PATHS_AT_A_TIME = 100;

/** @throws DatasetError E_DEPENDENCY when the package is not installed */
export async function openRepository(options: RepositoryOptions): Promise<Repository> {
  const { name, signal, hubUrl, load = () => import("@huggingface/hub") } = options;
  const hub = await loadPackage(load, "docs/shapes.md says how they should lie");
  const reach = options.fetch ?? fetch;
  const shared = {
    repo: { type: "dataset", name } as const,
    fetch: ((input, init) => reach(input, { ...init, signal })) as typeof fetch,
    ...(hubUrl === undefined ? {} : { hubUrl: hubUrl.replace(/\/+$/, "") }),
  };
  const asked = async <T>(about: string, question: () => Promise<T>): Promise<T> => {
    try {
      return await question();
    } catch (cause) {
      throw downloadError(`${name}: ${about}`, cause, signal);
    }
  };
  return {
    name,
    async describe(paths) {
      const found: RemoteFile[] = [];
      for (let at = 0; at < paths.length; at += PATHS_AT_A_TIME) {
        const part = paths.slice(at, at + PATHS_AT_A_TIME);
        const answers = await asked("what files there are", () => hub.pathsInfo({ ...shared, paths: part }));
        found.push(...answers.filter(({ path, type }) => type === "file" && part.includes(path)).map((answer) => remoteFile(answer, name)));
      }
      return found;
    },
    async read(file, from) {
      const blob = await asked(file.path, () => hub.downloadFile({ ...shared, path: file.path, xet: false }));
      if (blob === null) throw new DatasetError("E_DOWNLOAD", `${name} has no ${file.path} any more.`, { hint: "Run the same command again.", subject: file.path });
      return blob.slice(from).stream() as unknown as AsyncIterable<Uint8Array>;
    },
  };
}

/** What of the package finds the files of a model. */
export type ModelListing = Pick<typeof Hub, "modelInfo" | "listFiles" | "HUB_URL">;

/** The package's part that models need. */
export function loadModelListing(load: () => Promise<ModelListing> = () => import("@huggingface/hub")): Promise<ModelListing> {
  return loadPackage(load, "docs/models.md says how they should lie");
}

async function loadPackage<T>(load: () => Promise<T>, otherwise: string): Promise<T> {
  return load().catch((cause: unknown) => {
    throw new DatasetError("E_DEPENDENCY", "Downloads need the package @huggingface/hub, which is not installed.", {
      hint: `Install it beside dst3d (npm install @huggingface/hub@2.17.5), or get the files by other means: ${otherwise}.`,
      subject: "@huggingface/hub",
      cause,
    });
  });
}

/** A file as the hub lists it; its size and digest must be what they claim to be. */
export function remoteFile({ path, size, oid, lfs }: { path: string; size: number; oid?: string; lfs?: { oid: string; size: number } }, name: string): RemoteFile {
  const bytes = lfs?.size ?? size;
  const sha256 = lfs?.oid.replace(/^sha256:/, "") ?? null;
  const isSound = Number.isSafeInteger(bytes) && bytes >= 0 && (sha256 === null ? /^[0-9a-f]{40}$/.test(oid ?? "") : /^[0-9a-f]{64}$/.test(sha256));
  if (!isSound) throw new DatasetError("E_DOWNLOAD", `${name} gives no sound size and digest of ${path}.`, { hint: "Is HF_ENDPOINT a Hugging Face hub?", subject: path });
  return { path, bytes, sha256, gitSha1: sha256 === null ? oid! : null };
}

/** What a failed request means; an interruption stays what it is. */
export function downloadError(what: string, cause: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || DatasetError.isInstance(cause)) return cause;
  const status = typeof cause === "object" && cause !== null && "statusCode" in cause ? Number(cause.statusCode) : null;
  const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : "";
  const reason = status === null ? `${cause instanceof Error ? cause.message : String(cause)}${inner}` : `the hub answered ${status}`;
  return new DatasetError("E_DOWNLOAD", `Cannot get ${what} (${reason}).`, {
    hint: status === 401 || status === 403 || status === 404 ? "It has moved or is not open to everybody; if you have access, HF_TOKEN must hold your token." : "Check the network (and HF_ENDPOINT, if you set it); the same command then goes on where it stopped.",
    cause,
  });
}
