/** Reading of `config.json`: what a part of a model is made of. Unknown values are named, unknown keys do not matter. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";

/** The content of a part's config.json. @throws DatasetError E_NOT_FOUND or E_MODEL */
export async function readConfigFile(folder: string): Promise<Record<string, unknown>> {
  const file = join(folder, "config.json");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new DatasetError("E_NOT_FOUND", `There is no ${file}.`, { hint: "A model's part is a folder with config.json and weights, as diffusers writes it.", subject: file, cause });
  });
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return content as Record<string, unknown>;
  } catch (cause) {
    throw new DatasetError("E_MODEL", `${file} is not JSON.`, { hint: "Fetch the model again.", subject: file, cause });
  }
  throw new DatasetError("E_MODEL", `${file} is not an object.`, { hint: "Fetch the model again.", subject: file });
}

/** A key that must be null or left out. @param reason why */
export function absent(reason: string) {
  return z.undefined(reason).optional();
}

/** Keys that null does not leave at their default, but means "without" for. */
const WITHOUT = new Set(["mid_block_type", "norm_num_groups"]);

/**
 * Checks a configuration; a key that is null counts as left out, as diffusers has it.
 * @param origin the folder or file, for messages
 * @throws DatasetError E_MODEL naming the key, its value and what is supported
 */
export function parseConfig<T>(schema: z.ZodType<T>, config: Readonly<Record<string, unknown>>, origin: string): T {
  const present = Object.fromEntries(Object.entries(config).filter(([key, value]) => value !== null || WITHOUT.has(key)));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  let value: unknown = present;
  for (const key of issue!.path) value = typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  const key = issue!.path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? String(step) : `.${String(step)}`)).join("");
  throw new DatasetError("E_MODEL", `${origin}: ${key} is ${JSON.stringify(value)}, which is not supported: ${issue!.message}.`, {
    hint: "dst3d reads the architectures of Stable Diffusion 1.x, 2.x and XL; this model has another one.",
    subject: key,
  });
}
