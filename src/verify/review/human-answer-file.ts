/** `verify/human.jsonl` of a run: what people have said of its pictures; later verifications calibrate on it. */
import { join } from "node:path";
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { canonicalJson } from "../../dataset/canonical-json.js";
import { type FileSystem, localFileSystem } from "../../storage/file-system.js";
import { readTextIfThere } from "../../storage/read-text.js";
import { replaceFile } from "../../storage/replace-file.js";
import { VERIFY_FOLDER } from "../score-file.js";

const answerSchema = z.strictObject({
  id: z.string(),
  imageSha256: z.string().regex(/^[0-9a-f]{64}$/),
  isGood: z.boolean().describe("whether the picture shows its label, as most raters say"),
});
/** One line of the file. */
export type HumanAnswer = z.infer<typeof answerSchema>;

function pathOf(root: string): string {
  return join(root, VERIFY_FOLDER, "human.jsonl");
}

/** Answers of a run, none where there is no file. @throws DatasetError E_REVIEW for a broken line, E_STORAGE */
export async function readHumanAnswers(root: string, fileSystem: FileSystem = localFileSystem): Promise<HumanAnswer[]> {
  const path = pathOf(root);
  const text = await readTextIfThere(path, root, fileSystem);
  if (text === null) return [];
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [answerSchema.parse(JSON.parse(line))];
    } catch (cause) {
      throw new DatasetError("E_REVIEW", `${path}:${index + 1} is no answer`, { hint: "Remove the file and import the answers again with dst3d review import.", subject: path, cause });
    }
  });
}

/** Adds answers; those on the same sample are replaced. Sorted by id. @throws as {@link readHumanAnswers} */
export async function addHumanAnswers(root: string, answers: readonly HumanAnswer[], fileSystem: FileSystem = localFileSystem): Promise<HumanAnswer[]> {
  const all = new Map((await readHumanAnswers(root, fileSystem)).map((answer) => [answer.id, answer]));
  for (const { id, imageSha256, isGood } of answers) all.set(id, { id, imageSha256, isGood });
  const sorted = [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  await replaceFile(pathOf(root), sorted.map((answer) => canonicalJson(answer)).join(""), fileSystem);
  return sorted;
}
