import { expect } from "vitest";
import { DatasetError, type ErrorCode } from "../../src/core/errors.js";

/** Expects a rejection with this code, a message that matches, and a hint. */
export async function expectError(promise: Promise<unknown>, code: ErrorCode, message: RegExp): Promise<DatasetError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!DatasetError.isInstance(error)) throw new Error(`expected ${code}, got ${error instanceof Error ? error.stack : String(error)}`);
  expect(error.code, error.message).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.hint).toBeTruthy();
  return error;
}
