/** A Hugging Face hub on this machine, with the addresses and headers of the real one, that can misbehave. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

const DATASET = "allenai/objaverse";

/** A model repository on it. */
export interface FakeModel {
  /** The commit that main stands for. */
  commit: string;
  files: Readonly<Record<string, Uint8Array | string>>;
  licence?: string;
  gated?: boolean;
}

export interface FakeHub {
  url: string;
  /** Files of the data set by path. */
  files: Map<string, Uint8Array>;
  /** Models by OWNER/NAME. */
  models: Map<string, FakeModel>;
  /** `METHOD path range` of every request so far. */
  requests: string[];
  /** Addresses to which a token came. */
  authorized: string[];
  /** Content is cut off after so many bytes, once per entry. */
  cuts: number[];
  /** Content that is sent instead. */
  forged: Map<string, Uint8Array>;
  /** Put into the list of every model's files. */
  listed: object[];
  /** Where the next page of every list is said to be. */
  nextPage: string | null;
  /** True: all of a content is sent, whatever was asked for. */
  ignoresRanges: boolean;
}

/** Starts one; it stops with the test. */
export async function fakeHub(files: Readonly<Record<string, Uint8Array>>, models: Readonly<Record<string, FakeModel>> = {}): Promise<FakeHub> {
  const hub: FakeHub = { url: "", files: new Map(Object.entries(files)), models: new Map(Object.entries(models)), requests: [], authorized: [], cuts: [], forged: new Map(), listed: [], nextPage: null, ignoresRanges: false };
  const server = createServer((request, response) => void answer(hub, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return hub;
}

async function answer(hub: FakeHub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url!, hub.url);
  hub.requests.push(`${request.method} ${pathname} ${request.headers.range ?? ""}`.trim());
  if (request.headers.authorization !== undefined) hub.authorized.push(pathname);
  const api = /^\/api\/models\/([^/]+\/[^/]+)\/(revision|tree)\/([^/]+)\/?$/.exec(pathname);
  if (api !== null) {
    answerAboutModel(hub, api[1]!, api[2]!, api[3]!, response);
    return;
  }
  if (request.method === "POST" && pathname === `/api/datasets/${DATASET}/paths-info/main`) {
    let body = "";
    for await (const part of request) body += String(part);
    const { paths } = JSON.parse(body) as { paths: string[] };
    answerJson(response, paths.flatMap((path) => infoOf(path, hub.files.get(path))));
    return;
  }
  const { path, bytes, commit, refused } = contentAt(hub, pathname);
  if (refused || bytes === undefined) {
    response.writeHead(refused ? 403 : 404, { "X-Error-Code": refused ? "GatedRepo" : "EntryNotFound" }).end();
    return;
  }
  const content = hub.forged.get(path) ?? bytes;
  const [, from, to] = (hub.ignoresRanges ? null : /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "")) ?? [];
  const part = content.subarray(Number(from ?? 0), to === undefined || to === "" ? content.length : Number(to) + 1);
  response.writeHead(hub.ignoresRanges || request.method === "HEAD" ? 200 : 206, { ...labelsOf(path, content, commit), "Content-Length": part.length, "Content-Range": `bytes ${from ?? 0}-${Number(from ?? 0) + part.length - 1}/${content.length}` });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const cut = part.length > 1 ? hub.cuts.shift() : undefined;
  if (cut === undefined) response.end(part);
  else response.write(part.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
}

function contentAt(hub: FakeHub, pathname: string): { path: string; bytes: Uint8Array | undefined; commit: string; refused: boolean } {
  const prefix = `/datasets/${DATASET}/resolve/main/`;
  if (pathname.startsWith(prefix)) return { path: pathname.slice(prefix.length), bytes: hub.files.get(pathname.slice(prefix.length)), commit: "", refused: false };
  const [, name = "", revision = "", encoded = ""] = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  const model = hub.models.get(name);
  const path = decodeURIComponent(encoded);
  const content = model !== undefined && model.commit === revision && Object.hasOwn(model.files, path) ? model.files[path] : undefined;
  return { path, bytes: content === undefined ? undefined : bytesOf(content), commit: revision, refused: model?.gated === true };
}

function labelsOf(path: string, bytes: Uint8Array, commit: string): Record<string, string> {
  const [info] = infoOf(path, bytes) as { oid: string; lfs?: { oid: string } }[];
  const digest = info!.lfs?.oid ?? info!.oid;
  return { ETag: `"${digest}"`, "X-Repo-Commit": commit, ...(info!.lfs === undefined ? {} : { "X-Linked-ETag": `"${digest}"`, "X-Linked-Size": String(bytes.length) }) };
}

function answerAboutModel(hub: FakeHub, name: string, question: string, revision: string, response: ServerResponse): void {
  const model = hub.models.get(name);
  if (model === undefined || !["main", model.commit].includes(revision)) {
    response.writeHead(404, { "X-Error-Code": "RepoNotFound" }).end();
    return;
  }
  if (question === "revision") {
    answerJson(response, { _id: "1", id: name, sha: model.commit, private: false, gated: model.gated === true ? "auto" : false, cardData: { license: model.licence ?? "openrail" } });
    return;
  }
  if (hub.nextPage !== null) response.setHeader("Link", `<${hub.nextPage}>; rel="next"`);
  answerJson(response, [...hub.listed, { type: "directory", path: "unet", size: 0, oid: "0" }, ...Object.entries(model.files).flatMap(([path, content]) => infoOf(path, bytesOf(content)))]);
}

function answerJson(response: ServerResponse, value: unknown): void {
  response.setHeader("Content-Type", "application/json").end(JSON.stringify(value));
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/** Git's digest of a content. */
export function gitSha1(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** Weights and 3D models are large files with a SHA-256, texts are git's own. */
function infoOf(path: string, bytes: Uint8Array | undefined): object[] {
  if (bytes === undefined) return [];
  const lfs = /\.(?:glb|safetensors|bin|ckpt)$/.test(path) ? { lfs: { oid: createHash("sha256").update(bytes).digest("hex"), size: bytes.length, pointerSize: 130 } } : {};
  return [{ type: "file", path, size: bytes.length, oid: gitSha1(bytes), ...lfs }];
}
