/** What a request brings, checked. */
import type { Context } from "hono";
import type * as z from "zod";
import { DatasetError } from "../core/errors.js";

/**
 * Reads a JSON body.
 * @param what that it should be, as "a job"
 * @throws DatasetError E_OPTION
 */
export async function bodyOf<Schema extends z.ZodType>(context: Context, schema: Schema, what: string): Promise<z.infer<Schema>> {
  return checked(schema, await context.req.json().catch(() => null), what);
}

/**
 * A value that came with a request.
 * @param what that it should be
 * @throws DatasetError E_OPTION
 */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new DatasetError("E_OPTION", `this is not ${what}: ${path.length === 0 ? "" : `${path.join(".")}: `}${message}`, { cause: parsed.error });
}
