/** A small run for tests of exports, generated once per file. */
import { join } from "node:path";
import { generate } from "../../src/engine/generate.js";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { readNamedFile } from "../../src/dataset/read-named-file.js";
import type { ExportedSample, ExportFormat } from "../../src/interchange/format.js";
import { exportOptions, type ExportOptions } from "../../src/interchange/options.js";
import type { Proof } from "../../src/interchange/proof/proof.js";
import type { ProofSample } from "../../src/interchange/proof/proof-sample.js";
import { surfacePoints } from "../../src/interchange/proof/surface-points.js";
import { surveyor } from "../../src/interchange/survey.js";
import { runGeometry } from "../../src/engine/run-geometry.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { openOutputFolder } from "../../src/storage/output-folder.js";
import { smallRecipe } from "../pipeline/small-recipe.js";
import { temporaryFolder } from "../temporary-folder.js";

/** Generates a run; returns its folder. */
export async function smallRun(changes: Partial<RecipeInput> = {}): Promise<string> {
  const folder = join(temporaryFolder(), "run");
  const recipe = smallRecipe({ count: 6, shapes: [{ builtin: ["car", "chair", "bicycle"] }], camera: { width: 96, height: 64, principalPoint: [50.3, 30.8] }, viewpoints: { preset: 3, distance: 1.6 }, outputs: ["image", "depth"], ...changes });
  await generate({ recipe, recipeFolder: folder, out: folder });
  return folder;
}

/** The records of a run. */
export async function recordsOf(folder: string): Promise<SampleRecord[]> {
  const reader = await openDataset(folder);
  return Promise.all([...(await reader.committed())].map((index) => reader.readRecord(index)));
}

/**
 * Writes records of a run as they are told to the writer, and proves against what they truly are.
 * @param told what the writer is told of each record: a wrong one stands for a wrong writer
 */
export async function writeAndProve(run: string, format: ExportFormat, { told = (record) => record, options = {}, records }: { told?: (record: SampleRecord) => SampleRecord; options?: Partial<ExportOptions>; records?: SampleRecord[] } = {}): Promise<{ root: string; proof: Proof }> {
  const reader = await openDataset(run);
  const all = records ?? (await recordsOf(run));
  const parsed = exportOptions.parse(options);
  const survey = surveyor(["train"]);
  for (const record of all) survey.add(told(record), "train");
  const root = join(temporaryFolder(), "export");
  const folder = await openOutputFolder(root);
  const geometry = runGeometry(run, () => {});
  const writer = await format.open({ folder, survey: survey.survey(), options: parsed, name: "small", mesh: (record, object) => geometry.mesh(record, object) });
  const outputOf = (record: SampleRecord) => (name: string) => (record.files[name] === undefined ? Promise.resolve(null) : readNamedFile(reader, record.files[name].name));
  for (const record of all) {
    const sample: ExportedSample = {
      record: told(record),
      split: "train",
      output: outputOf(record),
      place: async (name, path) => folder.write(path, (await outputOf(record)(name))!),
    };
    await writer.add(sample);
  }
  await writer.finish();
  const samples: ProofSample[] = [];
  for (const record of all) samples.push({ record, split: "train", objects: await surfacePoints(record, { output: outputOf(record), render: (of) => geometry.render(of) }), output: outputOf(record) });
  const proof = await format.prove(folder.root, samples, parsed);
  await folder.finish();
  return { root, proof };
}
