/** An OpenAI-compatible server on this machine: answers as it is told, and fails in every way that servers do. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What it was asked, in the words of the protocol. */
export interface AskedQuestion {
  model: string;
  seed?: number;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema?: { name: string; strict?: boolean; schema: object } };
  authorization: string | undefined;
  path: string;
}

/** What it does with a question. */
export type Reply =
  | { text: string; finish?: "stop" | "length" | "content_filter" }
  | { refusal: string }
  | { status: number; body?: string; headers?: Record<string, string>; contentType?: string }
  | { hang: true }
  | { disconnect: true };

export interface LanguageServer {
  /** With `/v1`. */
  baseUrl: string;
  asked: AskedQuestion[];
  close(): Promise<void>;
}

/** Starts a server that answers each question as `reply` says. */
export async function languageServer(reply: (question: AskedQuestion, index: number) => Reply): Promise<LanguageServer> {
  const asked: AskedQuestion[] = [];
  const server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const question = { ...(JSON.parse(body) as Omit<AskedQuestion, "authorization" | "path">), authorization: request.headers.authorization, path: request.url ?? "" };
      asked.push(question);
      send(response, reply(question, asked.length - 1), question.model);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request.setEncoding("utf8")) text += String(piece);
  return text;
}

function send(response: ServerResponse, reply: Reply, model: string): void {
  if ("hang" in reply) return;
  if ("disconnect" in reply) return void response.destroy();
  if ("status" in reply) {
    response.writeHead(reply.status, { "content-type": reply.contentType ?? "application/json", ...reply.headers }).end(reply.body ?? JSON.stringify({ error: { message: `status ${reply.status}` } }));
    return;
  }
  const message = "refusal" in reply ? { role: "assistant", content: null, refusal: reply.refusal } : { role: "assistant", content: reply.text };
  const choice = { index: 0, message, finish_reason: "finish" in reply ? (reply.finish ?? "stop") : "stop" };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ id: "answer", object: "chat.completion", created: 0, model, choices: [choice], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }));
}

/** What a question says that it wants. */
export function wishOf(question: AskedQuestion): { captions: number; object: string; keyword?: string } {
  return JSON.parse(question.messages.at(-1)!.content) as { captions: number; object: string; keyword?: string };
}

const LOOKS = "red|weathered|shiny blue|old|brand-new|pale green|dusty|black|vintage|silver|well-kept".split("|");
const PLACES = "in front of a terminal building|on a winding mountain road|in a quiet village square|beside a frozen lake|on a cobbled street|in a sunlit meadow|before a brick warehouse|at the edge of a pine forest|on a sandy beach|in a narrow alley".split("|");
const TIMES = "at dawn in light rain|on a foggy autumn morning|at sunset under drifting clouds|on a snowy winter night|at noon in bright sun|on a windy spring afternoon|at dusk after a storm|in the blue hour|on a misty evening|on a hot summer day".split("|");

/** A server that does what it is asked: different captions, 1,000 of each object. */
export function goodAnswers(): (question: AskedQuestion) => Reply {
  let told = 0;
  return (question) => {
    const { captions, object, keyword } = wishOf(question);
    const [, article, words] = /^(an?) (.+)$/.exec(object) ?? [null, "", object];
    const list = Array.from({ length: captions }, () => {
      const index = told++;
      const look = LOOKS[index % 10]!;
      return `A photo of ${article === "" ? "" : "a "}${look} ${keyword === undefined ? "" : `${keyword} `}${words} ${PLACES[Math.floor(index / 10) % 10]} ${TIMES[Math.floor(index / 100) % 10]}.`;
    });
    return { text: JSON.stringify({ captions: list }) };
  };
}
