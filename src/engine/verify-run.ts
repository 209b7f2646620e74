/** Verifies a run: measures its images and images with known mistakes beside them, and judges every one. */
import { basename, join, resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import type { EventSink } from "../core/events.js";
import { openDataset } from "../dataset/open-dataset.js";
import { makePlan, type Plan } from "../pipeline/plan.js";
import type { Overrides } from "../recipe/override.js";
import type { Recipe } from "../recipe/schema.js";
import { hasScenes } from "../recipe/sources.js";
import { makeFolder } from "../storage/make-folder.js";
import type { Calibration } from "../verify/calibration/calibration.js";
import { judgeRun, type JudgedRun } from "../verify/judge-run.js";
import { measureSamples } from "../verify/measure.js";
import type { VerifyOptions } from "../verify/options.js";
import { readSamples, type ReadSamples } from "../verify/read-samples.js";
import { judgedSamplesOf } from "../verify/report/judged-samples.js";
import type { Report } from "../verify/report/report.js";
import { readTrainings } from "../verify/report/read-trainings.js";
import { writeReport } from "../verify/report/write-report.js";
import { humanRows } from "../verify/review/human-answers.js";
import { readHumanAnswers } from "../verify/review/human-answer-file.js";
import { VERIFY_FOLDER } from "../verify/score-file.js";
import { signalOf } from "../verify/signals/registry.js";
import { teaches } from "../verify/teaches.js";
import type { VerifiedSample } from "../verify/verified-sample.js";
import { labelRenderer } from "./label-renderer.js";
import { companionRecipe, makeCompanion } from "./planted-companion.js";
import { recipeOfRun, verifyOptionsOf } from "./verify-options-of.js";

/** What to verify and how. */
export interface VerifyRunOptions {
  /** The run's folder. */
  folder: string;
  /** Changes of the recipe's options by path, such as `verify.match.epochs`. */
  overrides?: Overrides;
  /** Workers and processes at the same time. Default 1. */
  processes?: number;
  /** What networks compute on. Default cpu. */
  device?: string;
  signal?: AbortSignal;
  onEvent?: EventSink;
}

/** A verified run. */
export interface VerifiedRun extends JudgedRun {
  folder: string;
  report: Report;
  /** The report in words. */
  summary: string;
}

/** Keys of the planted images begin with it. */
const PLANTED = "planted/";

/**
 * Measures every image of a run and says of each whether it shows what its label says. Writes below `verify/` and
 * touches nothing else. The same call goes on where an earlier one stopped.
 * @throws DatasetError E_NOT_FOUND where there is no dataset or no image in it; what generating and signals throw
 */
export async function verifyRun({ folder, overrides = {}, processes = 1, device = "cpu", signal = new AbortController().signal, onEvent = () => {} }: VerifyRunOptions): Promise<VerifiedRun> {
  const notes: string[] = [];
  const note = (message: string): void => {
    notes.push(message);
    onEvent({ type: "note", message });
  };
  const run = await readSamples(await openDataset(folder));
  for (const { id, problem } of run.unreadable) note(`${id} cannot be looked at: ${problem}`);
  if (run.samples.length === 0) throw new DatasetError("E_NOT_FOUND", `${folder} holds no image to verify.`, { hint: "Make some with `dst3d generate`.", subject: folder });
  const recipe = await recipeOfRun(folder, overrides);
  const options = verifyOptionsOf(recipe, overrides);
  const plans = new Map<string, Plan>();
  if (recipe !== null && hasScenes(recipe)) await addPlan(plans, "", recipe, folder, note);
  const companion = await companionOf(folder, recipe, options, { workers: processes, signal, onEvent });
  const planted = companion === null ? null : await readSamples(await openDataset(companion), { prefix: PLANTED });
  const companionsRecipe = companion === null ? null : await recipeOfRun(companion, {});
  if (companion !== null && companionsRecipe !== null) await addPlan(plans, PLANTED, companionsRecipe, companion, note);
  const samples = [...run.samples, ...(planted?.samples ?? [])].sort(byKey);
  const work = join(folder, VERIFY_FOLDER, "work");
  await makeFolder(work);
  const isRendered = plans.has("") && (planted === null || plans.has(PLANTED));
  const chosen = options.signals.map((name) => ({ signal: signalOf(name, options), options: options[name] }));
  const measured = await measureSamples(samples, chosen, {
    seed: options.seed,
    folder: work,
    processes,
    device,
    signal,
    learnsFrom: teaches(options, planted),
    renderLabel: isRendered ? labelRenderer(plans) : null,
    progress: (step, done, total) => onEvent({ type: "step-progress", step, done, total }),
    note,
  });
  const generator = paintedBy(run);
  const human = humanRows(await readHumanAnswers(folder), run.samples, measured.values);
  const judged = await judgeRun(
    { folder, run, generator, planted: planted === null ? null : { read: planted, generator: paintedBy(planted) }, measured, human },
    { ...options, calibration: options.calibration === null ? null : resolve(folder, options.calibration) },
  );
  const { report, summary } = await writeReport(join(folder, VERIFY_FOLDER), {
    run: recipe?.name ?? basename(folder),
    generator,
    seed: options.seed,
    judged: judgedSamplesOf(run, judged.scores, { isPlanted: recipe !== null && recipe.plant !== null, answers: new Map(human.map(({ key, isGood }) => [key, isGood === true])) }),
    measures: measured.measures,
    calibration: judged.calibration,
    humanAnswerCount: judged.humanAnswerCount,
    targetPrecision: options.precision,
    leftOut: measured.leftOut,
    trainings: await readTrainings(work, chosen.map(({ signal: { name }, options: own }) => ({ name, options: own }))),
    notes,
  });
  return { ...judged, folder, report, summary };
}

/** Folder of the planted images; null where there are to be none. */
async function companionOf(folder: string, recipe: Recipe | null, options: VerifyOptions, how: Parameters<typeof makeCompanion>[2]): Promise<string | null> {
  if (options.calibration !== null) return null;
  if (options.planted.run !== null) return resolve(folder, options.planted.run);
  return recipe === null || !hasScenes(recipe) ? null : makeCompanion(folder, companionRecipe(recipe, options), how);
}

function byKey(a: VerifiedSample, b: VerifiedSample): number {
  return a.key < b.key ? -1 : 1;
}

/** Shapes that are gone since stop nothing: labels are then those that the dataset has kept. */
async function addPlan(plans: Map<string, Plan>, prefix: string, recipe: Recipe, folder: string, note: (message: string) => void): Promise<void> {
  try {
    plans.set(prefix, await makePlan(recipe, { folder }));
  } catch (error) {
    if (!DatasetError.isInstance(error)) throw error;
    note(`labels are not rendered again: ${error.message}`);
  }
}

/** Who has painted the images, by what their records say. */
function paintedBy({ samples }: ReadSamples): Calibration["generator"] {
  const { generator, model } = samples[0]!.record.generation;
  return { id: generator, model };
}
