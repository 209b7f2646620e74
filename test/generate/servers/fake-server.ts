/** A server on the loopback that answers as it is told, and goes wrong as it is told. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What a request was. */
export interface Seen {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/** How the next request of a kind goes wrong. */
export type Fault =
  | { status: number; headers?: Record<string, string>; body?: string }
  /** The connection breaks before the answer, after the request was done if `late`. */
  | { reset: true; late?: boolean }
  /** The connection breaks in the middle of the answer. */
  | { cut: true }
  /** As many bytes as promised, but only the first of them right. */
  | { damaged: true }
  /** No answer at all. */
  | { hang: true };

/** An answer. */
export interface Reply {
  status?: number;
  type?: string;
  body: string | Uint8Array;
}

/** See above. Derived classes answer. */
export abstract class FakeServer {
  readonly seen: Seen[] = [];
  readonly #faults: { match: RegExp; fault: Fault; times: number }[] = [];
  readonly #sockets = new Set<Socket>();
  protected server: Server | null = null;
  #port = 0;

  abstract answer(request: Seen): Promise<Reply | null>;

  /** Beginning with the next, this many requests go wrong whose "METHOD /path" matches. */
  fail(match: RegExp, fault: Fault, times = 1): void {
    this.#faults.push({ match, fault, times });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** How many requests matched. */
  count(match: RegExp): number {
    return this.seen.filter(({ method, path }) => match.test(`${method} ${path}`)).length;
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => void this.#handle(request, response));
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    return this;
  }

  /** Connections break; the address stays its own. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    this.breakConnections();
    if (server !== null) await new Promise((resolve) => server.close(resolve));
  }

  breakConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const seen: Seen = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body: Buffer.concat(parts) };
    this.seen.push(seen);
    const rule = this.#faults.find(({ match, times }) => times > 0 && match.test(`${seen.method} ${seen.path}`));
    if (rule !== undefined) rule.times--;
    const fault = rule?.fault ?? null;
    if (fault !== null && "hang" in fault) return;
    if (fault !== null && "status" in fault) {
      response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers }).end(fault.body ?? '{"detail":"as told"}');
      return;
    }
    if (fault !== null && "reset" in fault && fault.late !== true) return void request.socket.destroy();
    const reply = (await this.answer(seen)) ?? { status: 404, body: '{"detail":"Not Found"}' };
    if (request.socket.destroyed || (fault !== null && "reset" in fault)) return void request.socket.destroy();
    const body = Buffer.from(reply.body as Uint8Array);
    response.writeHead(reply.status ?? 200, { "content-type": reply.type ?? "application/json", "content-length": body.length });
    if (fault !== null && "cut" in fault) {
      response.write(body.subarray(0, body.length >> 1), () => request.socket.destroy());
      return;
    }
    if (fault !== null && "damaged" in fault) body.fill(0, body.length >> 1);
    response.end(body);
  }
}
