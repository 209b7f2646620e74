/** Reading recipes: from a file, from text, from an object; each ends in a checked recipe with all defaults. */
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import { describeIssues, problemsError, UNWRITTEN } from "./issues.js";
import type { Locate } from "./issues.js";
import { applyOverrides } from "./override.js";
import type { Overrides } from "./override.js";
import { plantProblems } from "./planted.js";
import type { LocatedProblem, Problem } from "./problem.js";
import { impossibleRanges } from "./ranges.js";
import { recipeSchema } from "./schema.js";
import type { Recipe } from "./schema.js";
import { sourceProblems, withSourceDefaults } from "./sources.js";
import { MAXIMUM_RECIPE_BYTES, parseRecipeText } from "./yaml.js";

/** A recipe and where it came from. */
export interface ReadRecipe {
  recipe: Recipe;
  /** Absolute folder that the recipe's relative paths start from. */
  folder: string;
  /** Absolute path of the file. */
  file: string;
}

/**
 * Reads a recipe file (YAML or JSON).
 * @param overrides options to change, by dotted path: `{ "camera.width": 640 }`; text is read as flags are
 * @throws DatasetError E_NOT_FOUND when there is no such file, E_RECIPE or E_OPTION for what is wrong in it
 */
export async function readRecipe(file: string, overrides: Overrides = {}): Promise<ReadRecipe> {
  const path = resolve(file);
  const text = await readText(path, file);
  return { recipe: parseRecipeYaml(text, basename(path), overrides), folder: dirname(path), file: path };
}

/** Checks the text of a recipe; `label` names it in messages. */
export function parseRecipeYaml(text: string, label = "recipe", overrides: Overrides = {}): Recipe {
  const parsed = parseRecipeText(text, label);
  if (parsed.value === null) {
    throw new DatasetError("E_RECIPE", `${label} is empty`, { hint: "`dst3d init` writes a recipe to start from.", subject: label });
  }
  return check(parsed.value, overrides, label, (path) => {
    const line = parsed.lineOf(path);
    return line === null ? label : `${label}, line ${line}`;
  });
}

/**
 * Checks a recipe given as an object and fills in the defaults.
 * @throws DatasetError E_RECIPE naming every problem
 */
export function parseRecipe(value: unknown, overrides: Overrides = {}): Recipe {
  return check(value, overrides, "the recipe", () => "");
}

/** The text of a recipe with all that is wrong in it. */
export interface CheckedRecipe {
  /** Null where something is wrong. */
  recipe: Recipe | null;
  problems: readonly LocatedProblem[];
}

/** Looks for everything that is wrong with the text of a recipe; where its syntax is, for that alone. */
export function checkRecipeYaml(text: string): CheckedRecipe {
  try {
    const parsed = parseRecipeText(text, "recipe");
    const { recipe, problems } = checked(parsed.value ?? {});
    return { recipe, problems: problems.map((problem) => ({ ...problem, line: parsed.lineOf(problem.path) })) };
  } catch (error) {
    if (!DatasetError.isInstance(error)) throw error;
    const line = /, line (\d+), column \d+$/.exec(error.subject ?? "")?.[1];
    return { recipe: null, problems: [{ path: [], message: error.message.replace(/^recipe(?:, line \d+, column \d+)?:? /, ""), hint: error.hint ?? "", line: line === undefined ? null : Number(line) }] };
  }
}

function check(value: unknown, overrides: Overrides, label: string, locate: Locate): Recipe {
  const locateEither: Locate = (path) => {
    const whole = path.join(".");
    const flag = Object.keys(overrides).find((key) => whole === key || whole.startsWith(`${key}.`));
    return flag === undefined ? locate(path) : `--${flag}`;
  };
  const { recipe, problems } = checked(applyOverrides(value, overrides));
  if (recipe === null) throw problemsError(problems, label, locateEither);
  return recipe;
}

function checked(value: unknown): { recipe: Recipe | null; problems: readonly Problem[] } {
  const given = withSourceDefaults(value);
  const result = recipeSchema.safeParse(given, { error: () => UNWRITTEN });
  if (!result.success) return { recipe: null, problems: describeIssues(result.error.issues, given) };
  const problems = [...impossibleRanges(result.data), ...sourceProblems(result.data), ...plantProblems(result.data)];
  return { recipe: problems.length === 0 ? result.data : null, problems };
}

async function readText(path: string, asGiven: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAXIMUM_RECIPE_BYTES) {
      throw new DatasetError("E_RECIPE", `${asGiven} has ${size} bytes; a recipe is a short text`, { hint: "Is this the right file?", subject: asGiven });
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    if (DatasetError.isInstance(cause)) throw cause;
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    if (code === "ENOENT") {
      throw new DatasetError("E_NOT_FOUND", `there is no recipe ${asGiven}`, { hint: "Check the path, or write one with `dst3d init`.", subject: asGiven, cause });
    }
    if (code === "EISDIR") {
      throw new DatasetError("E_RECIPE", `${asGiven} is a folder, not a recipe`, { hint: `Give a file, for example ${asGiven}/recipe.yaml.`, subject: asGiven, cause });
    }
    if (cause instanceof TypeError) {
      throw new DatasetError("E_RECIPE", `${asGiven} is not UTF-8 text`, { hint: "Save it as UTF-8, or give another file.", subject: asGiven, cause });
    }
    throw new DatasetError("E_RECIPE", `${asGiven} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { hint: "Check its permissions.", subject: asGiven, cause });
  }
}
