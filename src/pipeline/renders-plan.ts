/** The plan of a recipe that paints the renders of another run: every sample is a view of that run, in its order. */
import { DatasetError } from "../core/errors.js";
import { random } from "../core/random.js";
import { canonicalJson } from "../dataset/canonical-json.js";
import { sampleId } from "../dataset/sample-id.js";
import { openPrompts, type OpenPrompts } from "../prompts/registry.js";
import type { Recipe } from "../recipe/schema.js";
import { listRunRenders, type KeptRender, type RunRenders } from "../renders/run-renders.js";
import type { RunRendersOptions } from "../renders/options.js";
import type { PlannedRender } from "../sample/sample.js";
import { sha256Hex } from "../storage/sha256.js";
import { refuseWithoutPasses } from "./render-needs.js";

/** Every sample of a dataset painted from another run's renders, by index. */
export interface RendersPlan extends RunRenders {
  prompts: OpenPrompts;
  /** How many samples there can be. */
  most: number;
  /** The sample of an index below `most`. */
  sample(index: number): PlannedRender;
  /** The view that a sample shows. */
  entry(index: number): KeptRender;
  /** What the first `count` samples are made from, as a hash. */
  identity(count: number): string;
}

/**
 * Lists the views and returns the plan.
 * @throws DatasetError of {@link listRunRenders}; E_OPTION where the recipe wants more samples than there are, or what no view has kept
 */
export async function makeRendersPlan(recipe: Recipe, options: RunRendersOptions, folder: string): Promise<RendersPlan> {
  const renders = await listRunRenders(options, folder);
  const { entries } = renders;
  const { imagesPerView } = recipe.scene;
  const most = entries.length * imagesPerView;
  if (recipe.count > most) throw tooMany(recipe, renders, most);
  if (imagesPerView > 1 && entries.some(({ group }) => group?.kind === "pair")) {
    throw new DatasetError("E_OPTION", `scene.imagesPerView must be 1: the run ${renders.name} has pairs.`, { hint: "Paint it several times with other seeds instead, each as a run of its own.", subject: "scene.imagesPerView" });
  }
  refuseWithoutPasses(recipe, renders);
  const prompts = await openPrompts(recipe.prompts, [...new Set(entries.map(({ category }) => category))].sort(), folder);
  const entry = (index: number): KeptRender => {
    const found = entries[Math.floor(index / imagesPerView)];
    if (found === undefined) throw new DatasetError("E_INTERNAL", `there is no render for sample ${index}`);
    return found;
  };
  return {
    ...renders,
    prompts,
    most,
    entry,
    sample: (index) => plannedRender(recipe, options, entry(index), index, prompts),
    identity: (count) => sha256Hex(canonicalJson({ run: renders.name, planHash: renders.run.planHash, shapes: renders.run.shapes, environments: renders.run.environments, records: entries.slice(0, Math.ceil(count / imagesPerView)).map(({ recordSha256 }) => recordSha256) })),
  };
}

function plannedRender({ seed, scene }: Recipe, { keepPrompts }: RunRendersOptions, entry: KeptRender, index: number, { prompter }: OpenPrompts): PlannedRender {
  const image = index % scene.imagesPerView;
  const id = sampleId(entry.index);
  const path = `render/${id}/image/${image}`;
  const { category, seenFrom } = entry;
  return {
    index,
    id: sampleId(index),
    scene: entry.scene,
    view: entry.view,
    image,
    group: entry.group,
    kept: { index: entry.index, id, category, recordSha256: entry.recordSha256 },
    prompt: keepPrompts && entry.prompt !== null ? entry.prompt : prompter === null ? null : prompter({ category, keywords: [], seenFrom }, random(seed, path, "prompt")),
    seed: random(seed, path, "painter").integer(4294967296),
  };
}

function tooMany({ count, scene }: Recipe, { name, entries, leftOut }: RunRenders, most: number): DatasetError {
  const reasons = Object.entries(leftOut).map(([reason, number]) => `${number} × ${reason}`);
  const each = scene.imagesPerView === 1 ? "" : `, ${scene.imagesPerView} images of each`;
  return new DatasetError("E_OPTION", `count is ${count}, but the run ${name} has ${entries.length} ${entries.length === 1 ? "view" : "views"} to paint${each}${reasons.length === 0 ? "" : ` (left out: ${reasons.join(", ")})`}.`, {
    hint: `Use count: ${most}; scene.imagesPerView paints each view several times.`,
    subject: "count",
  });
}
