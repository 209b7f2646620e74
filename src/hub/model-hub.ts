/** Models on the Hugging Face Hub: what a repository holds at a commit, and the content of its files. */
import { DatasetError } from "../core/errors.js";
import { isCommit, isSafePath } from "./model-reference.js";
import { downloadError, loadModelListing, remoteFile, type ModelListing, type RemoteFile } from "./repository.js";

/** A repository at a commit. */
export interface RemoteModel {
  repository: string;
  commit: string;
  /** As the hub names licences; null when nobody said. */
  licence: string | null;
  /** True where its licence must be accepted on the hub's page first. */
  gated: boolean;
  files: readonly RemoteFile[];
}

/** The hub, as far as models go. */
export interface ModelHub {
  describe(repository: string, revision: string): Promise<RemoteModel>;
  /** The content of a file from a byte on. */
  read(repository: string, commit: string, file: RemoteFile, from: number): Promise<AsyncIterable<Uint8Array>>;
}

/** How the hub is reached. */
export interface ModelHubOptions {
  signal: AbortSignal;
  hubUrl: string | null;
  token: string | null;
  fetch?: typeof fetch;
  /** How the package is loaded; tests give one that is missing. */
  load?: () => Promise<ModelListing>;
}

/** No repository of weights has more files, and no answer of the hub's is longer. */
const MOST_FILES = 20_000;
const MOST_ANSWER_BYTES = 64_000_000;

/** @throws DatasetError E_DEPENDENCY when the package is not installed; E_OPTION for an HF_ENDPOINT that is no address */
export async function openModelHub(options: ModelHubOptions): Promise<ModelHub> {
  const { signal, token } = options;
  const listing = await loadModelListing(options.load);
  const hubUrl = (options.hubUrl ?? listing.HUB_URL).replace(/\/+$/, "");
  const origin = originOf(hubUrl);
  const reach = options.fetch ?? fetch;
  const request = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    // Pages of a list may name any address: the token goes to the hub only.
    const address = new URL(input instanceof Request ? input.url : input);
    if (token !== null && address.origin === origin) headers.set("Authorization", `Bearer ${token}`);
    return reach(input, { ...init, headers, signal });
  };
  const shared = { hubUrl, fetch: (async (input, init) => bounded(await request(input, init))) as typeof fetch };
  return {
    async describe(repository, revision) {
      try {
        const info = await listing.modelInfo({ ...shared, name: repository, revision, additionalFields: ["sha", "cardData"] });
        const commit = String(info.sha);
        if (!isCommit(commit)) throw new DatasetError("E_DOWNLOAD", `${repository} does not say which commit ${revision} is.`, { hint: "Is HF_ENDPOINT a Hugging Face hub?", subject: repository });
        const files: RemoteFile[] = [];
        for await (const entry of listing.listFiles({ ...shared, repo: { type: "model", name: repository }, revision: commit, recursive: true })) {
          if (entry.type === "file" && isSafePath(entry.path)) files.push(remoteFile(entry, repository));
          if (files.length > MOST_FILES) throw new DatasetError("E_DOWNLOAD", `${repository} lists more than ${MOST_FILES} files.`, { hint: "That is no repository of one model.", subject: repository });
        }
        return { repository, commit, licence: licenceOf(info.cardData), gated: info.gated !== false && info.gated !== undefined, files };
      } catch (cause) {
        throw downloadError(repository, cause, signal);
      }
    },
    // Not the package's downloadFile: where a server ignores ranges, that holds the whole file in memory.
    async read(repository, commit, file, from) {
      const path = file.path.split("/").map(encodeURIComponent).join("/");
      const response = await request(`${hubUrl}/${repository}/resolve/${commit}/${path}`, { headers: from === 0 ? {} : { Range: `bytes=${from}-` } });
      if (!response.ok || response.body === null) {
        await response.body?.cancel();
        throw Object.assign(new Error(`the hub answered ${response.status}`), { statusCode: response.status });
      }
      return response.status === 206 || from === 0 ? response.body : skip(response.body, from);
    },
  };
}

function originOf(hubUrl: string): string {
  const isAddress = /^https?:\/\//.test(hubUrl) && URL.canParse(hubUrl);
  if (!isAddress) throw new DatasetError("E_OPTION", `HF_ENDPOINT is ${JSON.stringify(hubUrl)}, which is no http address.`, { hint: "Leave it away, or give the address of a mirror.", subject: "HF_ENDPOINT" });
  return new URL(hubUrl).origin;
}

/** An answer that cannot fill the memory. */
function bounded(response: Response): Response {
  if (response.body === null) return response;
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      bytes += part.length;
      if (bytes > MOST_ANSWER_BYTES) controller.error(new Error(`an answer of more than ${MOST_ANSWER_BYTES} bytes`));
      else controller.enqueue(part);
    },
  });
  return new Response(response.body.pipeThrough(limit), { status: response.status, headers: response.headers });
}

/** The rest of a content, for servers that send all of it again. */
async function* skip(content: AsyncIterable<Uint8Array>, bytes: number): AsyncIterable<Uint8Array> {
  let left = bytes;
  for await (const part of content) {
    if (left < part.length) yield part.subarray(left);
    left = Math.max(0, left - part.length);
  }
}

/** The word, or the name that belongs to "other"; nothing that could be more than a name. */
export function licenceOf(card: unknown): string | null {
  if (typeof card !== "object" || card === null) return null;
  const { license, license_name: name } = card as { license?: unknown; license_name?: unknown };
  const word = license === "other" && typeof name === "string" ? name : Array.isArray(license) ? license.join(", ") : license;
  return typeof word === "string" && /^[\w.+, -]{1,80}$/.test(word) ? word : null;
}
