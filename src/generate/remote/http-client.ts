/** Requests to one server: time-outs on silence, no redirects, errors in words that hold no secrets. */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import * as http from "node:http";
import * as https from "node:https";
import type * as z from "zod";
import type { Credentials } from "./credentials.js";
import { RemoteError } from "./remote-error.js";
import { retryAfterSeconds } from "../../core/retry-after.js";
import { routeUrl } from "./server-url.js";
import { answerInWords } from "./server-words.js";
import { after } from "../../core/time.js";

/** One request. */
export interface RemoteRequest {
  path: string;
  method?: "GET" | "POST";
  body?: { type: string; bytes: Uint8Array | string };
  signal: AbortSignal;
  /** Longest time without a byte; null: as long as it takes. Default 60. */
  silenceSeconds?: number | null;
  /** It must not reach the server twice, even when it is not sure that it did once. */
  once?: boolean;
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Uint8Array;
}

/** Never leaves this file. */
class StaleConnection extends Error {}

const SILENCE_SECONDS = 60;
/** Nobody waits longer for one server than this. */
const MOST_RETRY_SECONDS = 600;
/** No answer that is asked for is larger. */
const MOST_BYTES = 256 * 1024 * 1024;

/** A server that is asked over kept connections. */
export class HttpClient {
  readonly #credentials: Credentials;
  readonly #agent: http.Agent;

  constructor(
    readonly url: string,
    credentials: Credentials,
  ) {
    this.#credentials = credentials;
    const options = { keepAlive: true, noDelay: true };
    this.#agent = url.startsWith("https:") ? new https.Agent(options) : new http.Agent(options);
  }

  /** The bytes of a successful answer. @throws RemoteError; the signal's reason */
  async bytes(request: RemoteRequest): Promise<Uint8Array> {
    const { status, headers, bytes } = await this.#send(request);
    if (status >= 200 && status < 300) return bytes;
    throw this.#refusal(request, status, headers, bytes);
  }

  /** An answer in JSON. @throws RemoteError also when it is something else, which a proxy may send for a while */
  async json<T>(request: RemoteRequest, schema: z.ZodType<T>): Promise<T> {
    const bytes = await this.bytes(request);
    const text = Buffer.from(bytes).toString("utf8");
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw this.#error(request, `answers with ${/^\s*</.test(text) ? "a page in HTML" : "something else"} instead of JSON`, { passing: true, cause, hint: "Is it the right address? A proxy in between may have sent it." });
    }
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const { path, message } = result.error.issues[0]!;
    throw this.#error(request, `answers in another form than known: ${path.join(".") || "the whole"}: ${message}`, { passing: true, hint: "Is it the right kind of server, and a current version?" });
  }

  /** Sends JSON and reads JSON. */
  async post<T>(request: Omit<RemoteRequest, "body" | "method">, body: unknown, schema: z.ZodType<T>): Promise<T> {
    return this.json({ ...request, method: "POST", body: { type: "application/json", bytes: JSON.stringify(body) } }, schema);
  }

  /** Sends JSON; the answer says nothing. */
  async tell(request: Omit<RemoteRequest, "body" | "method">, body: unknown): Promise<void> {
    await this.bytes({ ...request, method: "POST", body: { type: "application/json", bytes: JSON.stringify(body) } });
  }

  /** Headers that say who asks. */
  get headers(): Record<string, string> {
    return this.#credentials.authorization === null ? {} : { authorization: this.#credentials.authorization };
  }

  /** A text as it may be written down. */
  redact(text: string): string {
    return this.#credentials.redact(text);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** A kept connection may have been closed by the server at the moment it was used: then the request was hardly read. */
  async #send(request: RemoteRequest): Promise<Answer> {
    try {
      return await this.#sendOver(this.#agent, request);
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error;
      return this.#sendOver(false, request); // over a connection of its own
    }
  }

  #sendOver(agent: http.Agent | false, request: RemoteRequest): Promise<Answer> {
    const { path, method = "GET", body, signal, silenceSeconds = SILENCE_SECONDS, once = false } = request;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const url = routeUrl(this.url, path);
      const bytes = body === undefined ? null : typeof body.bytes === "string" ? Buffer.from(body.bytes) : body.bytes;
      const headers = { accept: "*/*", ...this.headers, ...(body === undefined || bytes === null ? {} : { "content-type": body.type, "content-length": bytes.length }) };
      const call = (url.protocol === "https:" ? https : http).request(url, { method, headers, agent });
      let isAnswered = false;
      let takeBack = (): void => {};
      const heard = (): void => {
        takeBack();
        if (silenceSeconds !== null) takeBack = after(silenceSeconds, () => fail(this.#error(request, `has been silent for ${silenceSeconds} s`, { passing: true, broken: true, hint: "It may be overloaded, or may have stopped." })));
      };
      const end = (): void => {
        takeBack();
        signal.removeEventListener("abort", abort);
      };
      const fail = (error: unknown): void => {
        end();
        reject(error);
        call.destroy();
      };
      const abort = (): void => fail(signal.reason);
      const broken = (cause: Error): void => fail(this.#error(request, connectionWords(cause), { passing: true, broken: true, cause, hint: "Is it running, and reachable from here?" }));
      signal.addEventListener("abort", abort, { once: true });
      call.on("error", (cause) => (call.reusedSocket && !isAnswered && !once && hasCode(cause, "ECONNRESET", "EPIPE") ? fail(new StaleConnection()) : broken(cause)));
      call.on("response", (answer: IncomingMessage) => {
        isAnswered = true;
        const parts: Buffer[] = [];
        let length = 0;
        answer.on("error", broken);
        answer.on("data", (part: Buffer) => {
          heard();
          length += part.length;
          parts.push(part);
          if (length > MOST_BYTES) fail(this.#error(request, `sends more than ${MOST_BYTES} bytes`));
        });
        answer.on("end", () => {
          end();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(parts, length) });
        });
      });
      heard();
      call.end(bytes ?? undefined);
    });
  }

  #refusal(request: RemoteRequest, status: number, headers: IncomingHttpHeaders, bytes: Uint8Array): RemoteError {
    const words = answerInWords(bytes);
    const passing = status === 408 || status === 425 || status === 429 || status >= 500;
    return this.#error(request, `answers ${status}${words === "" ? "" : `: ${words}`}`, { status, passing, retryAfterSeconds: retryAfterSeconds(headers["retry-after"], headers.date, MOST_RETRY_SECONDS), hint: this.#hint(status) });
  }

  #hint(status: number): string {
    if (status === 401 || status === 403) return `Set ${this.#credentials.variables.join(" or ")} in the environment.`;
    if (status === 404) return "Is it the right address and the right kind of server?";
    if (status >= 300 && status < 400) return "Give the address that it sends on to.";
    if (status === 429 || status === 503) return "It is busy; the same command makes later what is missing.";
    return "Its own log says more.";
  }

  #error({ method = "GET", path }: RemoteRequest, what: string, details: ConstructorParameters<typeof RemoteError>[1] = {}): RemoteError {
    return new RemoteError(this.redact(`${this.url} ${what} (${method} ${path.split("?")[0]!})`), { subject: this.url, ...details });
  }
}

function hasCode(cause: Error, ...codes: string[]): boolean {
  return "code" in cause && codes.includes(String(cause.code));
}

function connectionWords(cause: Error): string {
  const code = "code" in cause ? String(cause.code) : "";
  switch (code) {
    case "ECONNREFUSED": return "refuses connections";
    case "ENOTFOUND":
    case "EAI_AGAIN": return "is not a known host";
    case "ECONNRESET":
    case "EPIPE": return "broke off the connection";
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH": return "cannot be reached";
    default: return `cannot be asked: ${cause.message}`;
  }
}
