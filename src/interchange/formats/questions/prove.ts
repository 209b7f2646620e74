/** Reads questions back and answers them from where the camera stands, not from the angles that they were made of. */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import type { ObjectRecord } from "../../../sample/record.js";
import { measure, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofSample } from "../../proof/proof-sample.js";
import { compareImage, measureImages } from "../../proof/same-image.js";

const lineSchema = z.object({ id: z.string(), image: z.string(), kind: z.enum(["side", "above", "nearer"]), question: z.string(), choices: z.array(z.string()), answer: z.string() });

/** See `ExportFormat.prove`. */
export async function proveQuestions(root: string, samples: readonly ProofSample[]): Promise<Proof> {
  const images = measureImages();
  const answers = measure("answers from the camera's place", 0, "wrong");
  const balance = measure("how far the most frequent answer of a kind is ahead", 3, "questions");
  const wanted = new Map(samples.map((sample) => [sample.record.id, sample]));
  for (const split of new Set(samples.map((sample) => sample.split))) {
    const counts = new Map<string, Map<string, number>>();
    for await (const text of createInterface({ input: createReadStream(join(root, `questions_${split}.jsonl`)), crlfDelay: Infinity })) {
      const line = lineSchema.parse(JSON.parse(text));
      const kind = counts.get(line.kind) ?? new Map<string, number>(line.choices.map((choice, index) => [line.kind === "nearer" ? String(index) : choice, 0]));
      const key = line.kind === "nearer" ? String(line.choices.indexOf(line.answer)) : line.answer;
      counts.set(line.kind, kind.set(key, (kind.get(key) ?? 0) + 1));
      const sample = wanted.get(line.id.slice(0, line.id.lastIndexOf("-")));
      if (sample === undefined) continue;
      await compareImage(images, root, line.image, sample);
      answers.take(line.choices.includes(line.answer) && isRight(line, sample.record.objects) ? 0 : 1, line.id);
    }
    for (const [kind, of] of counts) balance.take(Math.max(...of.values()) - Math.min(...of.values()), `${split}, ${kind}`);
  }
  return proofOf(...[images, answers, balance].filter(({ compared }) => compared > 0));
}

function isRight({ kind, question, answer }: z.infer<typeof lineSchema>, objects: readonly ObjectRecord[]): boolean {
  const said = (object: ObjectRecord): string => object.category.replaceAll(/[\s_]+/g, " ").trim();
  if (kind === "nearer") {
    const mentioned = objects.filter((object) => question.includes(`the ${said(object)} or`) || question.includes(`or the ${said(object)}?`));
    const distance = ({ translationObjectToCamera: [x, y, z] }: ObjectRecord): number => x * x + y * y + z * z;
    return mentioned.length === 2 && said(mentioned.sort((a, b) => distance(a) - distance(b))[0]!) === answer;
  }
  const object = objects.find((one) => question.includes(`the ${said(one)} ${kind === "side" ? "faces" : "seen"}`));
  if (object === undefined) return false;
  const { rotationObjectToCamera: R, translationObjectToCamera: t } = object;
  // The camera's place in the object's frame.
  const [x, y, z] = [0, 1, 2].map((axis) => -(R[axis]! * t[0] + R[3 + axis]! * t[1] + R[6 + axis]! * t[2])) as [number, number, number];
  if (kind === "above") return (z * z * 25 > x * x + y * y + z * z && z > 0) === (answer === "yes");
  const side = Math.abs(x) > Math.abs(y) ? (x > 0 ? "left" : "right") : y > 0 ? "back" : "front";
  return side === answer;
}
