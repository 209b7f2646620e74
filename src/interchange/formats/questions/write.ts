/** Writes questions as lines of JSON. */
import type { FileSink } from "../../../storage/file-sink.js";
import type { ExportContext, FormatWriter } from "../../format.js";
import { imageName } from "../../image-name.js";
import { type Question, questionsAbout } from "./ask.js";

/** No answer to a question may be so much more frequent than another. */
const MOST_AHEAD = 3;

/**
 * Writes `questions_SPLIT.jsonl` and the images that are asked about. Answers are balanced as they come: a question is left out
 * where its answer is ahead of the rarest one, within a split (what is nearer: the one named first or second).
 */
export async function openQuestions({ folder, survey, options }: ExportContext): Promise<FormatWriter> {
  const files = new Map<string, FileSink>();
  for (const split of survey.samples.keys()) files.set(split, await folder.open(`questions_${split}.jsonl`));
  const counts = new Map<string, number>();
  return {
    async add({ record, split, place }) {
      let asked = 0;
      const image = `images/${imageName(record)}`;
      for (const question of questionsAbout(record, options.seed)) {
        if (!isBalanced(counts, split, question)) continue;
        const line = { id: `${record.id}-${asked++}`, image, ...question, label_status: record.labelStatus };
        await files.get(split)!.write(`${JSON.stringify(line)}\n`);
      }
      if (asked > 0) await place("image", image);
    },
    async finish() {
      for (const file of files.values()) await file.close();
    },
  };
}

/** Whether one more of this answer keeps all answers close together; counts it when it does. */
function isBalanced(counts: Map<string, number>, split: string, question: Question): boolean {
  const keyOf = (answer: string): string => `${split} ${question.kind} ${question.kind === "nearer" ? question.choices.indexOf(answer) : answer}`;
  const least = Math.min(...question.choices.map((choice) => counts.get(keyOf(choice)) ?? 0));
  const own = counts.get(keyOf(question.answer)) ?? 0;
  if (own - least >= MOST_AHEAD) return false;
  counts.set(keyOf(question.answer), own + 1);
  return true;
}
