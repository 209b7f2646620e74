/**
 * The only door to language models: any OpenAI-compatible server, through the packages `ai` and
 * `@ai-sdk/openai-compatible`, which are optional and loaded when a question is asked. The key never leaves this file
 * but in the request's header: what the server says is cleared of it, and errors of the packages, which hold whole
 * requests, are not passed on.
 */
import type * as Compatible from "@ai-sdk/openai-compatible";
import type * as Ai from "ai";
import { DatasetError } from "../core/errors.js";
import { retryAfterSeconds } from "../core/retry-after.js";
import { withoutSecrets } from "../core/secrets.js";
import { ModelFailure, type Answer, type AnswerForm, type LanguageModel, type Question } from "./language-model.js";

/** The environment variable that may hold a key. One of our own: a key for one server must not go to another. */
export const KEY_VARIABLE = "DST3D_LLM_API_KEY";
/** How the packages are added. */
export const INSTALL_COMMAND = "npm install ai@6.0.326 @ai-sdk/openai-compatible@2.0.91";

/** How a model is reached. */
export interface OpenAiCompatibleOptions {
  baseUrl: string;
  model: string;
  temperature: number;
  timeoutSeconds: number;
  /** Null or empty: the server needs none. */
  apiKey: string | null;
  /** How the packages are loaded; tests give some that are missing. */
  load?: () => Promise<Packages>;
}

type Packages = Pick<typeof Ai, "APICallError" | "generateText" | "wrapLanguageModel"> & Pick<typeof Compatible, "createOpenAICompatible">;
type ModelMiddleware = Ai.LanguageModelMiddleware;
type ResponseFormat = NonNullable<Parameters<NonNullable<ModelMiddleware["transformParams"]>>[0]["params"]["responseFormat"]>;

const DETAIL_CHARACTERS = 300;
/** Local servers are given words such as "ollama" as keys: those are no secrets, and stand in many texts. */
const SHORTEST_KEY = 8;

/** @throws DatasetError E_DEPENDENCY when the packages are not installed */
export async function openAiCompatibleModel(options: OpenAiCompatibleOptions): Promise<LanguageModel> {
  const { baseUrl, model, temperature, timeoutSeconds } = options;
  const apiKey = options.apiKey?.trim() || null;
  const packages = await loadPackages(options.load ?? importPackages);
  const served = packages.createOpenAICompatible({
    name: "endpoint",
    baseURL: baseUrl.replace(/\/+$/, ""),
    supportsStructuredOutputs: true,
    ...(apiKey === null ? {} : { apiKey }),
  })(model);
  const redacted = (text: string): string => withoutSecrets(text, [apiKey], SHORTEST_KEY);
  return {
    name: model,
    async ask(question, form, signal) {
      const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
      const format = responseFormat(question, form);
      try {
        const result = await packages.generateText({
          model: packages.wrapLanguageModel({ model: served, middleware: { specificationVersion: "v3", transformParams: async ({ params }) => ({ ...params, responseFormat: format }) } }),
          system: question.system,
          prompt: question.user,
          temperature,
          seed: question.seed,
          maxRetries: 0,
          abortSignal: AbortSignal.any([signal, timeout]),
        });
        return answerOf(result.finishReason, redacted(result.text));
      } catch (error) {
        signal.throwIfAborted();
        if (timeout.aborted) throw new ModelFailure("timeout", null, null, `no answer within ${timeoutSeconds} s`);
        throw failureOf(error, packages, redacted);
      }
    },
  };
}

function responseFormat({ schema, schemaName }: Question, form: AnswerForm): ResponseFormat {
  if (form === "text") return { type: "text" };
  return form === "json_object" ? { type: "json" } : { type: "json", name: schemaName, schema };
}

function answerOf(finishReason: string, text: string): Answer {
  if (finishReason === "length") return { kind: "cut off" };
  if (finishReason === "content-filter") return { kind: "refused" };
  return { kind: "text", text };
}

function failureOf(error: unknown, { APICallError }: Packages, redacted: (text: string) => string): ModelFailure {
  const brief = (text: string): string => redacted(text).replaceAll(/\s+/g, " ").trim().slice(0, DETAIL_CHARACTERS);
  if (!APICallError.isInstance(error)) return new ModelFailure("not an API", null, null, brief(error instanceof Error ? error.message : String(error)));
  const { statusCode, responseHeaders, responseBody = "" } = error;
  const isPage = /^\s*</.test(responseBody);
  if (statusCode === undefined) return new ModelFailure("unreachable", null, null, brief(reasonOf(error)));
  if (statusCode < 300) return new ModelFailure("not an API", statusCode, null, isPage ? "the answer is a web page" : brief(error.message));
  return new ModelFailure("status", statusCode, secondsOf(responseHeaders), isPage ? "" : brief(error.message));
}

/** "connect ECONNREFUSED 127.0.0.1:1", from wherever in the chain of causes it is said. */
function reasonOf(error: Error): string {
  let current: unknown = error;
  let said = error.message;
  while (current instanceof Error) {
    if (current.message !== "") said = current.message;
    if ("code" in current && typeof current.code === "string" && current.code !== "") return said.includes(current.code) ? said : `${current.code} ${said}`;
    current = current.cause;
  }
  return said;
}

/** What the server asks for, also in the form of OpenAI's own. */
function secondsOf(headers: Readonly<Record<string, string>> = {}): number | null {
  const milliseconds = Number(headers["retry-after-ms"] ?? Number.NaN);
  return milliseconds >= 0 ? milliseconds / 1000 : retryAfterSeconds(headers["retry-after"], headers["date"], Number.POSITIVE_INFINITY);
}

async function importPackages(): Promise<Packages> {
  const [{ APICallError, generateText, wrapLanguageModel }, { createOpenAICompatible }] = await Promise.all([import("ai"), import("@ai-sdk/openai-compatible")]);
  return { APICallError, generateText, wrapLanguageModel, createOpenAICompatible };
}

async function loadPackages(load: () => Promise<Packages>): Promise<Packages> {
  try {
    return await load();
  } catch (cause) {
    throw new DatasetError("E_DEPENDENCY", "prompts by a language model need the packages ai and @ai-sdk/openai-compatible", { hint: `Add them: ${INSTALL_COMMAND}`, subject: "ai", cause });
  }
}
