/** What the writer of prompts needs of a language model, whoever serves it. */

/** How strictly a server can be held to a form: by a schema, to JSON of any kind, not at all. */
export const ANSWER_FORMS = ["json_schema", "json_object", "text"] as const;
/** One of {@link ANSWER_FORMS}. */
export type AnswerForm = (typeof ANSWER_FORMS)[number];

/** One question, complete in itself. */
export interface Question {
  system: string;
  user: string;
  /** JSON Schema of the answer. */
  schema: Readonly<Record<string, unknown>>;
  schemaName: string;
  /** For servers that can repeat themselves. */
  seed: number;
}

/** What came back. */
export type Answer =
  | { kind: "text"; text: string }
  /** The model would not answer. */
  | { kind: "refused" }
  /** The answer ended before it was complete. */
  | { kind: "cut off" };

/** A question that was not answered because of the server or the way to it. Texts hold no secrets. */
export class ModelFailure extends Error {
  /**
   * @param status HTTP status; null where there was no answer
   * @param retryAfterSeconds what the server asked for
   * @param detail the server's own words, shortened
   */
  constructor(
    readonly reason: "status" | "unreachable" | "timeout" | "not an API",
    readonly status: number | null,
    readonly retryAfterSeconds: number | null,
    readonly detail: string,
  ) {
    super(`${reason}${status === null ? "" : ` ${status}`}${detail === "" ? "" : `: ${detail}`}`);
    this.name = "ModelFailure";
  }
}

/** A language model that can be asked. */
export interface LanguageModel {
  /** As recipes and records name it. */
  name: string;
  /** @throws ModelFailure; the signal's reason when it is aborted */
  ask(question: Question, form: AnswerForm, signal: AbortSignal): Promise<Answer>;
}
