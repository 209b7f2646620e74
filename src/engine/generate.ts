/** Makes a dataset, or goes on with it: the library's main function and what `dst3d generate` calls. */
import { performance } from "node:perf_hooks";
import { deserializeError } from "../core/errors.js";
import type { EventSink } from "../core/events.js";
import { readFailures, removeFailure, writeFailure } from "../dataset/failures.js";
import { openDatasetWriter } from "../dataset/open-dataset.js";
import { lockRun } from "../dataset/run-lock.js";
import { imagesOfView } from "../dataset/shared-view.js";
import { openRun, type OpenRun } from "../pipeline/open-run.js";
import { makePlan, type Plan } from "../pipeline/plan.js";
import { promptsBeforeRun } from "../pipeline/prepare-prompts.js";
import { partHas, runPart, type RunDivision, type RunPart } from "../pipeline/run-part.js";
import { viewLayout } from "../pipeline/view-layout.js";
import type { Recipe } from "../recipe/schema.js";
import { runPool } from "./worker-pool.js";

/** What to make and how. */
export interface GenerateOptions {
  recipe: Recipe;
  /** Absolute folder that the recipe's relative paths start from. */
  recipeFolder: string;
  /** The run's folder. */
  out: string;
  /** Worker threads; 1 works in this thread. Default 1. */
  workers?: number;
  /** Only part `index` (from 1) of `count`. */
  shard?: RunDivision;
  /** Allow a recipe that differs from the run's: what it affects is made again. */
  update?: boolean;
  /** Aborting it finishes the samples in flight, or gives them up where painting takes long, and stops. */
  signal?: AbortSignal;
  onEvent?: EventSink;
}

/** How a run ended. */
export interface GenerateResult {
  /** Samples that are there and current. */
  done: number;
  /** Samples that could not be made in this call. */
  failed: number;
  /** Samples in the finished dataset (of the part, when only a part was asked for). */
  total: number;
  interrupted: boolean;
}

/**
 * Makes the samples of a recipe that are not there yet. The same call goes on where an earlier one stopped.
 * @throws DatasetError E_RUN_MISMATCH, E_RUN_CHANGED, E_RUN_LOCKED (nothing is touched then), E_STORAGE, E_WORKER, and
 * what the recipe's sources throw. A sample that fails is recorded under failed/ and does not stop the others.
 */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const { recipe, recipeFolder, out, workers = 1, update = false } = options;
  const signal = options.signal ?? new AbortController().signal;
  const emit: EventSink = options.onEvent ?? (() => {});
  const shard = options.shard ?? { index: 1, count: 1 };
  const start = performance.now();

  await promptsBeforeRun(recipe, { folder: recipeFolder, isPart: shard.count > 1, signal, note: (message) => emit({ type: "note", message }) });
  const plan = await makePlan(recipe, { folder: recipeFolder });
  const lock = await lockRun(out, { part: shard.index, parts: shard.count });
  try {
    const run = await openRun(out, plan, { update, uncleanStop: lock.uncleanStop, division: shard });
    for (const message of run.notes) emit({ type: "note", message });
    const mine = runPart(recipe, shard, run.total);
    const progress = { done: mine.count((index) => !run.todo(index)), failed: 0, total: mine.count(() => true) };
    emit({ type: "run-start", name: recipe.name, folder: out, total: progress.total, done: progress.done, shapes: plan.shapes.length, ...(plan.photos === null ? {} : { photos: plan.photos.entries.length }), ...(plan.renders === null ? {} : { renders: plan.renders.entries.length }), generator: recipe.generator.type, seed: recipe.seed, workers });
    await work(run, mine, progress, { division: shard, workers, signal, emit });
    const interrupted = signal.aborted && progress.done + progress.failed < progress.total;
    if (!interrupted && progress.failed === 0) await run.finish();
    emit({ type: "run-end", ...progress, seconds: (performance.now() - start) / 1000, interrupted });
    return { ...progress, interrupted };
  } finally {
    await lock.release();
  }
}

async function work(
  run: OpenRun,
  part: RunPart,
  progress: { done: number; failed: number; total: number },
  { division, workers, signal, emit }: { division: RunDivision; workers: number; signal: AbortSignal; emit: EventSink },
): Promise<void> {
  const { plan, root } = run;
  const { recipe } = plan;
  const { storage, shardSize } = recipe;
  const views = viewLayout(recipe);
  const failures = await readFailures(root);
  // Left by a process that was killed after it had made the sample.
  for (const index of failures.keys()) if (part.has(index) && !run.todo(index)) await removeFailure(root, index);
  // A tar has one writer: other parts' shards may be in the middle of being written.
  const writer = openDatasetWriter(root, storage, { shardSize, views, ownsShard: (shard) => partHas(recipe, division, shard * shardSize) });
  const warned = new Set<string>();
  let from = 0;
  const isWanted = (index: number): boolean => part.has(index) && run.todo(index);
  const next = (): readonly number[] | null => {
    for (;;) {
      const index = part.next(from, run.todo);
      if (index === null) return null;
      from = index + 1;
      const view = imagesOfView(views, index).filter(isWanted);
      if (view[0] === index) return view;
    }
  };
  try {
    // With nothing to make there may still be a tar whose end an earlier process did not write.
    if (progress.done < progress.total) await runPool(
      { recipe: run.recipe, folder: plan.folder, out: root, assets: run.assets, writes: storage === "folder" },
      workers,
      next,
      {
        started: (index) => emit({ type: "sample-start", index }),
        async done(index, seconds, stageSeconds, sample) {
          if (sample !== null) await writer.commit(sample);
          if (failures.has(index)) await removeFailure(root, index);
          progress.done++;
          emit({ type: "sample-end", index, seconds, stageSeconds });
        },
        async failed(index, error) {
          // A disk that cannot be written would fail every sample: stop and say so.
          if (error.code === "E_STORAGE" || error.code === "E_DEPENDENCY") throw deserializeError(error);
          await writeFailure(root, index, error, triedFor(plan, index));
          await writer.skip(index);
          progress.failed++;
          emit({ type: "sample-error", index, error });
        },
        note: (message) => emit({ type: "note", message }),
        progress: (index, share) => emit({ type: "sample-progress", index, share }),
        warn(message) {
          if (warned.has(message)) return;
          warned.add(message);
          emit({ type: "warning", message });
        },
      },
      signal,
    );
  } finally {
    await writer.close();
  }
}

function triedFor(plan: Plan, index: number): Record<string, unknown> {
  if (plan.photos !== null) return { photo: plan.photos.sample(index).photo.file, generator: plan.recipe.generator.type };
  if (plan.renders !== null) return { render: plan.renders.sample(index).kept.id, generator: plan.recipe.generator.type };
  const sample = plan.sample(index);
  return {
    shapes: sample.objects.map(({ shape }) => `${plan.catalogues[shape.catalogue]!.label}/${shape.id}`),
    environment: sample.surroundings?.id ?? null,
    generator: plan.recipe.generator.type,
  };
}
