/** What stands in the address of a request, checked. */
import type { Context } from "hono";
import { DatasetError } from "../core/errors.js";

/** The parameters after the question mark. */
export function parametersOf(context: Context): URLSearchParams {
  return new URL(context.req.url).searchParams;
}

/** @throws DatasetError E_OPTION for what is no whole number from 0 */
export function wholeNumber(text: string, what: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new DatasetError("E_OPTION", `${what}: ${JSON.stringify(text)} is no whole number`, { subject: what });
}
