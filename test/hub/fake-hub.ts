/** A Hugging Face hub on this machine, with the addresses and headers of the real one, that can misbehave. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

const NAME = "allenai/objaverse";

export interface FakeHub {
  url: string;
  /** Files by path. */
  files: Map<string, Uint8Array>;
  /** `METHOD path range` of every request so far. */
  requests: string[];
  /** Content is cut off after so many bytes, once per entry. */
  cuts: number[];
  /** Content that is sent instead. */
  forged: Map<string, Uint8Array>;
}

/** Starts one; it stops with the test. */
export async function fakeHub(files: Readonly<Record<string, Uint8Array>>): Promise<FakeHub> {
  const hub: FakeHub = { url: "", files: new Map(Object.entries(files)), requests: [], cuts: [], forged: new Map() };
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
  if (request.method === "POST" && pathname === `/api/datasets/${NAME}/paths-info/main`) {
    let body = "";
    for await (const part of request) body += String(part);
    const { paths } = JSON.parse(body) as { paths: string[] };
    response.setHeader("Content-Type", "application/json").end(JSON.stringify(paths.flatMap((path) => infoOf(path, hub.files.get(path)))));
    return;
  }
  const path = pathname.slice(`/datasets/${NAME}/resolve/main/`.length);
  const bytes = pathname.startsWith(`/datasets/${NAME}/resolve/main/`) ? (hub.forged.get(path) ?? hub.files.get(path)) : undefined;
  if (bytes === undefined) {
    response.writeHead(404, { "X-Error-Code": "EntryNotFound" }).end();
    return;
  }
  const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "") ?? [];
  const part = bytes.subarray(Number(from ?? 0), to === undefined || to === "" ? bytes.length : Number(to) + 1);
  response.writeHead(206, { ETag: '"x"', "Content-Length": part.length, "Content-Range": `bytes ${from ?? 0}-${Number(from ?? 0) + part.length - 1}/${bytes.length}` });
  const cut = part.length > 1 ? hub.cuts.shift() : undefined;
  if (cut === undefined) response.end(part);
  else response.write(part.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
}

/** Pictures and models are large files with a SHA-256, texts are git's own. */
function infoOf(path: string, bytes: Uint8Array | undefined): object[] {
  if (bytes === undefined) return [];
  const oid = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  const lfs = path.endsWith(".glb") ? { lfs: { oid: createHash("sha256").update(bytes).digest("hex"), size: bytes.length, pointerSize: 130 } } : {};
  return [{ type: "file", path, size: bytes.length, oid, ...lfs }];
}
