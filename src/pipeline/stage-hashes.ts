/** What each stage of a sample is made from, as hashes: they tell which stages a changed recipe makes stale. */
import { mapSome } from "../core/map-some.js";
import { canonicalJson } from "../dataset/canonical-json.js";
import type { WeightsFile } from "../generate/generator.js";
import { comparableGenerator } from "../generate/recipe-files.js";
import { generatorOf } from "../generate/registry.js";
import type { PlantDraw } from "../plant/draw.js";
import type { Recipe } from "../recipe/schema.js";
import type { PlannedImage, PlannedPhoto, PlannedRender, PlannedSample } from "../sample/sample.js";
import { sha256Hex } from "../storage/sha256.js";
import { plantDraw, shapesBehind, substitutes } from "./plan-plant.js";
import type { Plan } from "./plan.js";
import { controlsIdentity } from "./wanted-controls.js";

/** Raised when a stage's code gives other results for the same input, so that older samples count as stale. */
export const STAGE_VERSIONS = { render: 1, controls: 1, generate: 1, record: 1 };

const HASHED_AT_A_TIME = 8;

/** sha256 of every asset a plan may use; keys are `catalogue/id`; null for one that cannot be read. */
export interface AssetHashes {
  shapes: Readonly<Record<string, string | null>>;
  environments: Readonly<Record<string, string | null>>;
  /** What the generator paints with; null where its model is not on this machine. */
  weights: readonly WeightsFile[] | null;
}

/** Names of the stages in the order they run; a stale stage makes all that build on it stale. */
export const STAGE_NAMES = ["render", "controls", "prompt", "generate", "outputs"] as const;
/** One of {@link STAGE_NAMES}. */
export type StageName = (typeof STAGE_NAMES)[number];

/**
 * Hashes every asset once, or those of one sample. One that is missing or unreadable does not stop the others: the
 * samples that need it fail when they load it, with the reason.
 */
export async function hashAssets(plan: Plan, only?: PlannedSample): Promise<AssetHashes> {
  const shapes: Record<string, string | null> = {};
  const environments: Record<string, string | null> = {};
  const wantedShapes = only === undefined ? plan.shapes : shapesBehind(plan, only);
  const wantedEnvironments: readonly { catalogue: number; id: string }[] = only === undefined ? plan.environments : only.surroundings === null ? [] : [only.surroundings];
  // some at a time: reading is what takes long, and a whole model is in memory meanwhile
  await mapSome(wantedShapes, async ({ catalogue, id }) => (shapes[`${catalogue}/${id}`] = await plan.catalogues[catalogue]!.hash(id).catch(() => null)), HASHED_AT_A_TIME);
  await mapSome(wantedEnvironments, async ({ catalogue, id }) => (environments[`${catalogue}/${id}`] = await plan.environmentCatalogues[catalogue]!.hash(id).catch(() => null)), HASHED_AT_A_TIME);
  return { shapes, environments, weights: await weightsOf(plan) };
}

async function weightsOf({ recipe, folder }: Plan): Promise<readonly WeightsFile[] | null> {
  const generator = generatorOf(recipe.generator, folder);
  try {
    return await generator.weights();
  } catch {
    // Whoever needs the model will say what is wrong with it.
    return null;
  } finally {
    await generator.close();
  }
}

/** The hashes of one sample's stages; nothing is rendered to know them. */
export function stageHashes(plan: Plan, sample: PlannedSample, assets: AssetHashes): Record<StageName, string> {
  const { recipe } = plan;
  const surroundings = sample.surroundings;
  const render = sha256Hex(
    canonicalJson({
      version: STAGE_VERSIONS.render,
      seed: recipe.seed,
      objects: sample.objects.map(({ shape, ...object }) => ({ ...object, id: shape.id, sha256: assets.shapes[`${shape.catalogue}/${shape.id}`] ?? null })),
      surroundings: surroundings === null ? null : { ...surroundings, sha256: assets.environments[`${surroundings.catalogue}/${surroundings.id}`] ?? null },
      camera: sample.camera,
      ...(sample.framing === null ? {} : { framing: sample.framing }),
      viewpoint: sample.viewpoint,
      light: recipe.light,
      ...(sample.clutter === null ? {} : { clutter: sample.clutter }),
      ...(sample.light === null ? {} : { lightVariation: sample.light }),
      ...(recipe.variation.materials === null ? {} : { materialsVariation: recipe.variation.materials }),
      render: recipe.render,
    }),
  );
  const controls = sha256Hex(canonicalJson({ version: STAGE_VERSIONS.controls, render, controls: controlsIdentity(recipe) }));
  return laterStages(recipe, sample, { render, controls, weights: assets.weights, plant: plantIdentity(plan, sample, assets) });
}

/** What is to be wrong with a picture, and what it may show instead. */
type PlantIdentity = PlantDraw & { shapes: readonly { id: string; sha256: string | null }[] };

function plantIdentity(plan: Plan, sample: PlannedSample, assets: AssetHashes): PlantIdentity | null {
  const draw = plantDraw(plan, sample);
  if (draw === null) return null;
  return { ...draw, shapes: substitutes(plan, sample, draw).map(({ catalogue, id }) => ({ id, sha256: assets.shapes[`${catalogue}/${id}`] ?? null })) };
}

/** As {@link stageHashes}, of the sample of an index. */
export function sampleStages(plan: Plan, index: number, assets: AssetHashes): Record<StageName, string> {
  if (plan.renders !== null) return renderStages(plan, plan.renders.sample(index), assets);
  return plan.photos === null ? stageHashes(plan, plan.sample(index), assets) : photoStages(plan, plan.photos.sample(index), assets);
}

/**
 * The hashes of the stages of a sample made from a photograph. The photograph counts by its name: a folder may hold
 * millions, so their bytes are hashed when they are used, for the record, and not to know what is stale.
 */
export function photoStages({ recipe }: Plan, sample: PlannedPhoto, { weights }: Pick<AssetHashes, "weights">): Record<StageName, string> {
  const { photo, width, height } = sample;
  const render = sha256Hex(canonicalJson({ version: STAGE_VERSIONS.render, photo, width, height }));
  const { low, high, aperture, l2Gradient } = recipe.controls.canny;
  const controls = sha256Hex(canonicalJson({ version: STAGE_VERSIONS.controls, render, controls: { canny: { low, high, aperture, l2Gradient } } }));
  return laterStages(recipe, sample, { render, controls, weights, plant: null });
}

/** The hashes of the stages of a sample painted from another run's render: that run's record names every picture with its hash. */
export function renderStages({ recipe }: Plan, { kept, ...sample }: PlannedRender, { weights }: Pick<AssetHashes, "weights">): Record<StageName, string> {
  const render = sha256Hex(canonicalJson({ version: STAGE_VERSIONS.render, record: kept.recordSha256 }));
  const controls = sha256Hex(canonicalJson({ version: STAGE_VERSIONS.controls, render, controls: controlsIdentity(recipe) }));
  return laterStages(recipe, sample, { render, controls, weights, plant: null });
}

function laterStages(recipe: Recipe, sample: PlannedImage, { render, controls, weights, plant }: { render: string; controls: string; weights: AssetHashes["weights"]; plant: PlantIdentity | null }): Record<StageName, string> {
  const prompt = sha256Hex(canonicalJson(sample.prompt));
  const generate = sha256Hex(canonicalJson({ version: STAGE_VERSIONS.generate, controls, prompt, generator: comparableGenerator(recipe.generator), ...(weights === null || weights.length === 0 ? {} : { weights: weights.map(({ sha256 }) => sha256) }), ...(plant === null ? {} : { plant }), seed: sample.seed }));
  const outputs = sha256Hex(canonicalJson({ version: STAGE_VERSIONS.record, generate, outputs: [...recipe.outputs].sort() }));
  return { render, controls, prompt, generate, outputs };
}

/** The stages that would run again, given what a record was made from. */
export function staleStages(recorded: Readonly<Record<string, string>>, wanted: Record<StageName, string>): StageName[] {
  return STAGE_NAMES.filter((name) => recorded[name] !== wanted[name]);
}
