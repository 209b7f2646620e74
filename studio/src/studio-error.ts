/** What is wrong, as the server says it. */
export class StudioError extends Error {
  constructor(readonly code: string, message: string, readonly hint: string | null) {
    super(message);
  }
}
