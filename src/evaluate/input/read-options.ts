/** Reads options of a metric; what is unknown is refused, so that a misspelt one is not silently without effect. */
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";

/**
 * Checks options and fills in defaults.
 * @param name of the metric's function
 * @throws DatasetError E_OPTION
 */
export function readOptions<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, given: unknown, name: string): z.output<z.ZodObject<Shape>> {
  const read = schema.safeParse(given);
  if (read.success) return read.data as z.output<z.ZodObject<Shape>>;
  const [issue] = read.error.issues;
  const path = issue!.path.join(".");
  const known = Object.keys(schema.shape);
  throw new DatasetError("E_OPTION", `${name}: ${path === "" ? "" : `${path}: `}${issue!.message}`, { hint: known.length === 0 ? "It has no options." : `Options are ${known.join(", ")}; docs/evaluate.md explains them.`, subject: path === "" ? name : path });
}
