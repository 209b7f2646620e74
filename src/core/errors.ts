/**
 * The one error class of dst3d: a stable code, what went wrong with which value, and what to do about it.
 * The codes are listed in `ERROR_CODES`; texts live beside the option or input they guard.
 */

/** Stable codes and the exit status that the command line gives them: 2 = wrong use, 1 = the work failed. */
export const ERROR_CODES = {
  E_RECIPE: 2,
  E_OPTION: 2,
  E_CALIBRATION: 2,
  E_REVIEW: 2,
  E_BOX: 2,
  E_EVALUATION: 2,
  E_RUN_MISMATCH: 2,
  E_RUN_CHANGED: 2,
  E_RUN_LOCKED: 2,
  E_NOT_FOUND: 2,
  E_MANIFEST: 2,
  E_DEPENDENCY: 2,
  E_ACCESS: 2,
  E_PROMPTS: 2,
  E_DOWNLOAD: 1,
  E_LANGUAGE_MODEL: 1,
  E_SHAPE_FILE: 1,
  E_SHAPE_GEOMETRY: 1,
  E_TEXTURE: 1,
  E_EXTERNAL_URI: 1,
  E_ENVIRONMENT: 1,
  E_IMAGE: 1,
  E_CAMERA: 1,
  E_STORAGE: 1,
  E_RECORD: 1,
  E_MODEL: 1,
  E_MEMORY: 1,
  E_REMOTE: 1,
  E_TRAINING: 1,
  E_EXPORT: 1,
  E_IMPORT: 1,
  E_WORKER: 1,
  E_INTERNAL: 1,
} as const;

/** One of the stable error codes. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What an error carries beside its message. */
export interface ErrorDetails {
  /** What the reader should do; one sentence. */
  hint?: string;
  /** The error underneath, if there is one. */
  cause?: unknown;
  /** Which value or file it is about, for programs. */
  subject?: string;
}

const MARKER = Symbol.for("dst3d.error");

/** Every error that dst3d raises on purpose. `message` says what and which value, `hint` says what to do. */
export class DatasetError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;
  readonly subject: string | null;
  readonly [MARKER] = true;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "DatasetError";
    this.code = code;
    this.hint = details.hint ?? null;
    this.subject = details.subject ?? null;
  }

  /** True for a DatasetError of any copy of this package. */
  static isInstance(error: unknown): error is DatasetError {
    return typeof error === "object" && error !== null && MARKER in error;
  }
}

/** What an error becomes where only JSON can travel: events, failed/ files, worker messages. */
export interface SerializedError {
  code: ErrorCode;
  message: string;
  hint: string | null;
  subject: string | null;
}

/** Flattens any thrown value to JSON; a foreign error becomes `E_INTERNAL` with its own message. */
export function serializeError(error: unknown): SerializedError {
  if (DatasetError.isInstance(error)) {
    return { code: error.code, message: error.message, hint: error.hint, subject: error.subject };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "E_INTERNAL", message, hint: "This is a defect of dst3d: please report it with the recipe.", subject: null };
}

/** The inverse of {@link serializeError}. */
export function deserializeError(error: SerializedError): DatasetError {
  return new DatasetError(error.code, error.message, {
    ...(error.hint === null ? {} : { hint: error.hint }),
    ...(error.subject === null ? {} : { subject: error.subject }),
  });
}
