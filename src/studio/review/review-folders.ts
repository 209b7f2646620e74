/** Where the reviews of a run lie: below `reviews/`, and where `dst3d review export` puts one. */
import { join } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { COMPANION_FOLDER } from "../../engine/planted-companion.js";
import { KEY_FILE } from "../../verify/review/export-review.js";
import type { OpenedRun } from "../opened-run.js";

/** The one that the command line writes unless told otherwise. */
export const COMMON_NAME = "review";
const REVIEWS_FOLDER = "reviews";
/** No separators, no dot in front. */
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;

type Run = Pick<OpenedRun, "root" | "files">;

/** @throws DatasetError E_OPTION for a name that is none */
export function reviewFolder({ root }: Pick<Run, "root">, name: string): string {
  if (!SAFE_NAME.test(name)) throw new DatasetError("E_OPTION", `${JSON.stringify(name)} is no name of a review`, { hint: "Use letters, digits, dots, dashes and underscores, 60 at most.", subject: name });
  return name === COMMON_NAME ? join(root, "verify", "review") : join(root, REVIEWS_FOLDER, name);
}

/** Names of the reviews that have a key. */
export async function reviewNames(run: Run): Promise<string[]> {
  const names = [COMMON_NAME, ...(await run.files.list(join(run.root, REVIEWS_FOLDER))).filter((name) => SAFE_NAME.test(name) && name !== COMMON_NAME)];
  const found: string[] = [];
  for (const name of names) if ((await run.files.stat(join(reviewFolder(run, name), KEY_FILE))) !== null) found.push(name);
  return found;
}

/** Where questions with known answers come from, in words; null where there are none. */
export async function goldSourceOf(run: Pick<OpenedRun, "root" | "files" | "table">): Promise<string | null> {
  if ((await run.files.stat(join(run.root, COMPANION_FOLDER))) !== null) return "the planted images of the run's verification";
  const planted = run.table.columns.get("planted") as { words: string[] };
  return planted.words.length > 0 ? "the planted images of the run itself" : null;
}
