/** Makes previews; what one has loaded serves the next. Lives in a thread of its own, see thread.ts. */
import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { holdAssets } from "../../pipeline/assemble.js";
import { makePlan, type Plan } from "../../pipeline/plan.js";
import { createProducer, type Producer } from "../../pipeline/produce.js";
import type { PlanSummary } from "../../pipeline/plan-summary.js";
import { planSummary } from "../../pipeline/summary.js";
import type { OutputName } from "../../recipe/schema.js";
import { sha256Hex } from "../../storage/sha256.js";
import { labelsOf } from "../sample-labels.js";
import type { PreviewAnswers, PreviewedRecipe, PreviewOrder } from "./order.js";
import type { PreviewedSample, PreviewedViewpoint } from "./preview.js";
import { atMostSide, isImageExact, shownOutputs, withoutPainter } from "./previewable.js";

const HELD = { shapeBytes: 96 * 1_048_576, environmentBytes: 64 * 1_048_576 };
/** Plans and producers that are kept; each has memory for its pictures. */
const KEPT_PLANS = 4;
/** A folder of shapes is listed anew after so long. */
const PLAN_SECONDS = 10;
const VIEWPOINTS = 300;
/** Distributions of a larger dataset are those of its first samples. */
const MOST_LOOKED_AT = 20_000;
/** Larger pictures are timed at this size: their time grows with their pixels. */
const MOST_TIMED_SIDE = 1024;
const TIMED_SAMPLES = 2;

/** A plan with what makes its samples. */
interface Opened {
  plan: Plan;
  producer: Producer;
  since: number;
}

/** See the head of this file. */
export interface PreviewMaker {
  make(order: PreviewOrder): Promise<PreviewAnswers[PreviewOrder["kind"]]>;
}

/** A maker; nothing is loaded yet. */
export function previewMaker(): PreviewMaker {
  let held = holdAssets(HELD);
  const opened = new Map<string, Opened>();
  /** What manifests said of the shapes of a source when it was last listed. */
  const said = new Map<string, string>();

  async function open(given: PreviewedRecipe): Promise<Opened> {
    const key = JSON.stringify(given);
    const known = opened.get(key);
    opened.delete(key);
    if (known !== undefined && performance.now() - known.since < PLAN_SECONDS * 1000) {
      opened.set(key, known);
      return known;
    }
    await known?.producer.close();
    const plan = await makePlan(given.recipe, { folder: given.folder });
    forgetChanged(plan);
    const producer = createProducer(plan, { shapes: {}, environments: {}, weights: [] }, undefined, held);
    await producer.probe(new AbortController().signal);
    const made: Opened = { plan, producer, since: performance.now() };
    opened.set(key, made);
    const [oldest] = opened;
    if (opened.size > KEPT_PLANS && oldest !== undefined) {
      opened.delete(oldest[0]);
      await oldest[1].producer.close();
    }
    return made;
  }

  /** A front that was mended in a manifest turns shapes that are loaded already. */
  function forgetChanged(plan: Plan): void {
    const facts: unknown[][] = plan.catalogues.map(() => []);
    for (const { catalogue, id, facts: known } of plan.shapes) if (known !== undefined) facts[catalogue]!.push(id, known);
    for (const [catalogue, list] of facts.entries()) {
      const source = JSON.stringify([plan.folder, plan.recipe.shapes[catalogue]]);
      const digest = sha256Hex(JSON.stringify(list));
      if ((said.get(source) ?? digest) !== digest) held = holdAssets(HELD);
      said.set(source, digest);
    }
  }

  async function plan(given: PreviewedRecipe): Promise<PreviewAnswers["plan"]> {
    const { recipe } = given;
    const { plan: whole } = await open({ ...given, recipe: withoutPainter(recipe) });
    const lookedAt = Math.min(whole.count, MOST_LOOKED_AT);
    return {
      summary: scaledSummary(planSummary({ ...whole, count: lookedAt }), whole.count / lookedAt),
      lookedAt,
      viewpoints: viewpointsOf(whole),
      outputs: shownOutputs(recipe),
      generator: recipe.generator.type,
      isImageExact: isImageExact(recipe),
    };
  }

  async function sample(given: PreviewedRecipe, { index, side, outputs }: { index: number; side: number; outputs: readonly OutputName[] }): Promise<PreviewedSample> {
    const start = performance.now();
    const recipe = withoutPainter(given.recipe);
    const possible = shownOutputs(given.recipe);
    const { producer } = await open({ ...given, recipe: { ...atMostSide(recipe, side), outputs: outputs.filter((name) => possible.includes(name)) } });
    const warnings: string[] = [];
    const { files, record } = await producer.produce(index, { signal: new AbortController().signal, warn: (message) => void warnings.push(message) });
    const { camera, objects, photo, environment, prompt, planted } = record;
    return {
      index,
      width: camera?.width ?? recipe.camera.width,
      height: camera?.height ?? recipe.camera.height,
      pictures: Object.fromEntries(files.map(({ extension, bytes }) => [extension.slice(1, -".png".length), `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`])),
      labels: labelsOf(record),
      category: objects[0]?.category ?? photo?.category ?? "",
      shape: objects[0]?.shape.id ?? null,
      environment: environment?.id ?? null,
      prompt: prompt?.text ?? null,
      planted: planted?.kind ?? null,
      warnings,
      milliseconds: performance.now() - start,
    };
  }

  async function speed(given: PreviewedRecipe): Promise<PreviewAnswers["speed"]> {
    const workers = availableParallelism();
    if (!isImageExact(given.recipe)) return { secondsPerSample: null, workers: 1 };
    const { producer, plan: timed } = await open({ ...given, recipe: atMostSide(given.recipe, MOST_TIMED_SIDE) });
    const start = performance.now();
    const count = Math.min(TIMED_SAMPLES, timed.count);
    for (let index = 0; index < count; index++) await producer.produce(index, { signal: new AbortController().signal, warn: () => {} });
    const pixels = ({ width, height }: { width: number; height: number }): number => width * height;
    const larger = pixels(given.recipe.camera) / pixels(timed.recipe.camera);
    return { secondsPerSample: ((performance.now() - start) / 1000 / count) * larger, workers };
  }

  return {
    async make(order) {
      const given = { recipe: order.recipe, folder: order.folder };
      switch (order.kind) {
        case "plan": return plan(given);
        case "speed": return speed(given);
        case "sample": return sample(given, order);
      }
    },
  };
}

/** The cameras of the first samples. */
function viewpointsOf(plan: Plan): PreviewedViewpoint[] {
  if (plan.photos !== null) return [];
  return Array.from({ length: Math.min(plan.count, VIEWPOINTS) }, (_, index) => {
    const { viewpoint, objects } = plan.sample(index);
    const { azimuthRadians, elevationRadians, distance } = viewpoint.canonical;
    return { index, category: objects[0]!.shape.category, azimuthRadians, elevationRadians, distance };
  });
}

function scaledSummary(summary: PlanSummary, factor: number): PlanSummary {
  if (factor === 1) return summary;
  const whole = (number: number): number => Math.round(number * factor);
  return { ...summary, count: whole(summary.count), scenes: whole(summary.scenes), estimatedBytes: whole(summary.estimatedBytes), files: whole(summary.files) };
}
