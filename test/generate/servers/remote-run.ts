/** A run of a small recipe, with everything that it wrote and told. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../../src/core/events.js";
import { generate, type GenerateOptions, type GenerateResult } from "../../../src/engine/generate.js";
import type { RecipeInput } from "../../../src/recipe/schema.js";
import type { SampleRecord } from "../../../src/sample/record.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { smallRecipe } from "../../pipeline/small-recipe.js";

/** See above. */
export interface RemoteRun {
  result: GenerateResult;
  out: string;
  events: RunEvent[];
  record(index: number): SampleRecord;
  /** Codes and messages of the samples that failed. */
  failures: { code: string; message: string; hint: string | null }[];
}

/** Makes the samples; `generator` as in a recipe. */
export async function remoteRun(generator: Record<string, unknown>, more: Partial<RecipeInput> = {}, options: Partial<GenerateOptions> = {}): Promise<RemoteRun> {
  const out = options.out ?? join(temporaryFolder(), "run");
  const events: RunEvent[] = [];
  const recipe = smallRecipe({ count: 2, outputs: ["image", "canny"], ...more, generator: generator as RecipeInput["generator"] });
  const onEvent = (event: RunEvent): void => {
    events.push(event);
    options.onEvent?.(event);
  };
  const result = await generate({ recipe, recipeFolder: process.cwd(), ...options, out, onEvent });
  return {
    result,
    out,
    events,
    record: (index) => JSON.parse(readFileSync(join(out, "shard-00000", `${String(index).padStart(8, "0")}.json`), "utf8")) as SampleRecord,
    failures: events.flatMap((event) => (event.type === "sample-error" ? [event.error] : [])),
  };
}

/** Every byte that a run wrote, as text. */
export function everythingIn(folder: string): string {
  if (!existsSync(folder)) return "";
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}
