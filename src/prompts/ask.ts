/** Asking a language model until it answers: how strictly it can be held to a form, when to try again, when to give up. */
import { DatasetError } from "../core/errors.js";
import { wait } from "../core/time.js";
import { captionsIn } from "./caption-answer.js";
import { ANSWER_FORMS, ModelFailure, type AnswerForm, type LanguageModel, type Question } from "./language-model.js";

/** What became of a question. */
export type Asked = { kind: "captions"; captions: string[] } | { kind: "refused" | "cut off" | "not JSON" };

/** Asks questions of one server, which it gets to know. */
export interface Asker {
  /** @throws DatasetError E_LANGUAGE_MODEL when the server does not serve; the signal's reason when it is aborted */
  ask(question: Question, signal: AbortSignal): Promise<Asked>;
}

/** How an asker goes about it. */
export interface AskerOptions {
  /** For messages. */
  baseUrl: string;
  /** Waits; tests give one that does not. */
  wait?: (seconds: number, signal: AbortSignal) => Promise<void>;
}

const MOST_TRIES = 4;
/** Who asks for a longer pause is not waited for: the same command goes on later. */
const LONGEST_WAIT_SECONDS = 60;
/** Statuses that say that this way of asking is not understood. */
const NOT_UNDERSTOOD = new Set([400, 415, 422, 501]);
const WORTH_ANOTHER_TRY = new Set([408, 409, 425, 429, 500, 502, 503, 504, 529]);

/** An asker for a model; it remembers which form of answers the server can be held to. */
export function createAsker(model: LanguageModel, { baseUrl, wait: pause = wait }: AskerOptions): Asker {
  let form: AnswerForm = ANSWER_FORMS[0];
  /** A form that an answer came in is kept, whatever goes wrong later. */
  let proven: AnswerForm | null = null;
  const nextForm = (after: AnswerForm): AnswerForm | null => ANSWER_FORMS[ANSWER_FORMS.indexOf(after) + 1] ?? null;
  const lower = (from: AnswerForm): boolean => {
    const next = nextForm(from);
    if (next === null || from === proven) return false;
    if (form === from) form = next;
    return true;
  };
  return {
    async ask(question, signal) {
      for (let tries = 1; ; tries++) {
        const used = form;
        try {
          const answer = await model.ask(question, used, signal);
          if (answer.kind !== "text") return answer;
          const captions = captionsIn(answer.text);
          if (captions !== null) {
            proven = used;
            return { kind: "captions", captions };
          }
          // A server that takes no notice of a schema may still know the looser forms.
          if (tries >= MOST_TRIES || !lower(used)) return { kind: "not JSON" };
        } catch (error) {
          if (!(error instanceof ModelFailure)) throw error;
          if (error.status !== null && NOT_UNDERSTOOD.has(error.status) && lower(used)) {
            tries--;
            continue;
          }
          const seconds = secondsBeforeRetry(error, tries);
          if (seconds === null) throw serverError(error, model.name, baseUrl);
          await pause(seconds, signal);
        }
      }
    },
  };
}

/** Null: trying again has no use. */
function secondsBeforeRetry({ reason, status, retryAfterSeconds }: ModelFailure, tries: number): number | null {
  const isWorthIt = reason === "timeout" ? tries < 2 : status !== null && reason === "status" && WORTH_ANOTHER_TRY.has(status) && tries < MOST_TRIES;
  const seconds = retryAfterSeconds ?? [1, 4, 10][tries - 1] ?? 10;
  return isWorthIt && seconds <= LONGEST_WAIT_SECONDS ? seconds : null;
}

function serverError(failure: ModelFailure, model: string, baseUrl: string): DatasetError {
  const said = failure.detail === "" ? "" : ` (${failure.detail})`;
  const [what, hint] = wordsFor(failure, model);
  return new DatasetError("E_LANGUAGE_MODEL", `the language model at ${baseUrl} ${what}${said}`, { hint, subject: baseUrl });
}

const GOES_ON = "The prompts that came are kept; the same command goes on.";

function wordsFor({ reason, status, retryAfterSeconds }: ModelFailure, model: string): [what: string, hint: string] {
  if (reason === "unreachable") return ["cannot be reached", `Is the server running, and does prompts.baseUrl name it with its port and /v1? ${GOES_ON}`];
  if (reason === "timeout") return ["is too slow", `Raise prompts.timeoutSeconds, or lower prompts.batch or prompts.parallel. ${GOES_ON}`];
  if (reason === "not an API") return ["does not answer as an OpenAI-compatible server", "Check prompts.baseUrl: it ends in /v1 for most servers."];
  switch (status) {
    case 401:
    case 403:
      return [`refuses the key: status ${status}`, "Put the server's key into the environment variable DST3D_LLM_API_KEY; recipes hold no keys."];
    case 404:
      return [`has no such model or address: status 404, model ${JSON.stringify(model)}`, "Check prompts.model (Ollama: `ollama list`) and prompts.baseUrl: it ends in /v1 for most servers."];
    case 429:
      return [`takes no more questions for now: status 429${retryAfterSeconds === null ? "" : `, for ${retryAfterSeconds} s`}`, `Wait, or lower prompts.parallel. ${GOES_ON}`];
    default:
      return [`fails: status ${status ?? "unknown"}`, (status ?? 0) >= 500 ? `Look at the server's log. ${GOES_ON}` : "Check prompts.model and prompts.baseUrl."];
  }
}
