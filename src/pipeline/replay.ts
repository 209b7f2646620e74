/** Makes passes of one sample again, exactly, from the run's recipe alone. */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { openDataset } from "../dataset/open-dataset.js";
import { readRecipeText, readRun, RECIPE_FILE, type RunFile } from "../dataset/run-file.js";
import { sampleId } from "../dataset/sample-id.js";
import { parseRecipeYaml } from "../recipe/read.js";
import { OUTPUT_NAMES, type OutputName } from "../recipe/schema.js";
import { PHOTO_OUTPUTS } from "../recipe/sources.js";
import type { SampleRecord } from "../sample/record.js";
import type { PlannedSample } from "../sample/sample.js";
import { replaceFile } from "../storage/replace-file.js";
import { canonicalJson } from "../dataset/canonical-json.js";
import { shapesBehind } from "./plan-plant.js";
import { makePlan, type Plan } from "./plan.js";
import { createProducer } from "./produce.js";
import { hashAssets, type AssetHashes } from "./stage-hashes.js";

/**
 * Makes one sample of a run again.
 * @param options.passes names of outputs, or `all`
 * @param options.out folder that the files go to, as `00000012.normal.png` and `00000012.json`
 * @returns the files written
 * @throws E_NOT_FOUND when there is no run or no such sample, E_OPTION for an unknown pass, E_RUN_MISMATCH when files
 * that the sample is made from have changed since the run
 */
export async function replay(folder: string, index: number, options: { passes: readonly string[]; out: string }): Promise<string[]> {
  const text = await readRecipeText(folder);
  if (text === null) throw new DatasetError("E_NOT_FOUND", `${folder} holds no run: ${RECIPE_FILE} is missing`, { hint: "Give the folder that dst3d generate wrote.", subject: folder });
  const recipe = parseRecipeYaml(text, join(folder, RECIPE_FILE));
  if (!Number.isSafeInteger(index) || index < 0 || index >= recipe.count) throw new DatasetError("E_NOT_FOUND", `the run has no sample ${index}`, { hint: `Samples go from 0 to ${recipe.count - 1}.` });
  const possible = recipe.images === null ? OUTPUT_NAMES : PHOTO_OUTPUTS;
  const outputs = options.passes.includes("all") ? (recipe.renders === null ? [...possible] : recipe.outputs) : options.passes.map((name) => outputName(name, possible));
  const plan = await makePlan({ ...recipe, outputs }, { folder });
  const planned = plan.photos === null && plan.renders === null ? plan.sample(index) : undefined;
  const assets = await hashAssets(plan, planned);
  if (planned !== undefined) refuseOtherAssets(folder, await readRun(folder), plan, planned, assets);
  const producer = createProducer(plan, assets);
  try {
    const { files, record } = await producer.produce(index, { signal: new AbortController().signal, warn: () => {} });
    await refuseOtherPictures(folder, record);
    const written: string[] = [];
    const write = async (extension: string, content: Uint8Array | string) => {
      const path = join(options.out, sampleId(index) + extension);
      await replaceFile(path, content);
      written.push(path);
    };
    for (const { extension, bytes } of files) await write(extension, bytes);
    await write(".json", canonicalJson(record));
    return written;
  } finally {
    await producer.close();
  }
}

/** A sample made from other files would not be that sample. */
function refuseOtherAssets(folder: string, run: RunFile | null, plan: Plan, planned: PlannedSample, assets: AssetHashes): void {
  if (run === null) return;
  const { surroundings } = planned;
  const used = [
    ...shapesBehind(plan, planned).map(({ catalogue, id }) => ({ id, sha256: assets.shapes[`${catalogue}/${id}`], listed: run.shapes })),
    ...(surroundings === null ? [] : [{ id: surroundings.id, sha256: assets.environments[`${surroundings.catalogue}/${surroundings.id}`], listed: run.environments }]),
  ];
  for (const { id, sha256, listed } of used) {
    if (listed.some((asset) => asset.id === id && asset.sha256 === sha256)) continue;
    throw new DatasetError("E_RUN_MISMATCH", `${id} is not the one that ${folder} was made from: its file changed since`, {
      hint: "Put the file back as it was; run.json names its sha256.",
      subject: id,
    });
  }
}

/** Photographs are hashed as they are used: only a sample's record knows which bytes they had. */
async function refuseOtherPictures(folder: string, now: SampleRecord): Promise<void> {
  const stored = await (await openDataset(folder)).readRecord(now.index).catch(() => null);
  if (stored === null) return;
  if (stored.generation.hashes["render"] !== now.generation.hashes["render"]) {
    throw new DatasetError("E_RUN_MISMATCH", `the render of sample ${now.id} is not the one that it was made from: the run that it is of has changed since`, { hint: "Put that run back as it was; the sample's record names the sha256 of its record.", subject: now.id });
  }
  const { photo, background } = stored.generation.hashes;
  const changed = photo !== now.generation.hashes["photo"] || background !== now.generation.hashes["background"];
  if (!changed) return;
  const name = now.photo?.file ?? String(now.generation.settings["background"]);
  throw new DatasetError("E_RUN_MISMATCH", `the photograph ${name} is not the one that sample ${now.id} was made from: its file changed since, or the folder holds others`, {
    hint: "Put the file back as it was; the sample's record names its sha256.",
    subject: name,
  });
}

function outputName(name: string, possible: readonly OutputName[]): OutputName {
  const known = possible.find((output) => output === name);
  if (known === undefined) throw new DatasetError("E_OPTION", `there is no pass "${name}"`, { hint: `Passes are ${possible.join(", ")}, or all.`, subject: name });
  return known;
}
