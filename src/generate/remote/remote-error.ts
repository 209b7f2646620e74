/** What goes wrong with a server, and whether it may go right the next time. */
import { DatasetError, type ErrorDetails } from "../../core/errors.js";

/** What an error of a server says beside its text. */
export interface RemoteErrorDetails extends ErrorDetails {
  /** Whether the same request may succeed later or at another server. */
  passing?: boolean;
  /** HTTP status, where there was an answer. */
  status?: number;
  /** How long the server wants to be left alone. */
  retryAfterSeconds?: number | null;
  /** The server could not be reached or broke off: what it was told may be lost. */
  broken?: boolean;
}

/** E_REMOTE with what a retry needs to know. */
export class RemoteError extends DatasetError {
  readonly passing: boolean;
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;
  readonly broken: boolean;

  constructor(message: string, { passing = false, status, retryAfterSeconds = null, broken = false, ...details }: RemoteErrorDetails = {}) {
    super("E_REMOTE", message, details);
    this.passing = passing;
    this.status = status ?? null;
    this.retryAfterSeconds = retryAfterSeconds;
    this.broken = broken;
  }
}

/** True where trying again makes sense. */
export function isPassing(error: unknown): error is RemoteError {
  return error instanceof RemoteError && error.passing;
}
