/** What a plan amounts to, without loading or rendering anything. */
import { CONTROL_NAMES, CONTROL_OUTPUTS } from "../controls/registry.js";
import { clamp } from "../core/math.js";
import type { OutputName } from "../recipe/schema.js";
import { poolPath } from "../prompts/registry.js";
import type { Plan } from "./plan.js";
import type { PlanSummary } from "./plan-summary.js";
import { outputsOfImages } from "./shared-files.js";

const AZIMUTH_BINS = 12;
const ELEVATION_BINS = 12;

/** Rough size on disk of each output at 512², in bytes; scaled by the pixel count. Measured on the quick-start set. */
const OUTPUT_BYTES = { image: 330_000, render: 160_000, canny: 9_000, depth: 75_000, normal: 330_000, nocs: 330_000, instance: 2_000, part: 4_000, mask: 2_000, "geometric-edges": 5_000, "depth-control": 25_000, "normal-control": 60_000, segmentation: 2_000, "coarse-box": 8_000 } as const;
const RECORD_BYTES = 9_000;

/** Walks all samples of a plan once. */
export function planSummary(plan: Plan): PlanSummary {
  const categories = new Map<string, number>();
  const environments = new Map<string, number>();
  const shapes = new Set<string>();
  const azimuthHistogram = new Array<number>(AZIMUTH_BINS).fill(0);
  const elevationHistogram = new Array<number>(ELEVATION_BINS).fill(0);
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  const photos = new Set<string>();
  let scenes = 0;
  for (let index = 0; index < plan.count; index++) {
    if (plan.photos !== null) {
      const { photo, scene } = plan.photos.sample(index);
      scenes = scene + 1;
      count(categories, photo.category);
      photos.add(photo.file);
      continue;
    }
    if (plan.renders !== null) {
      count(categories, plan.renders.sample(index).kept.category);
      continue;
    }
    const sample = plan.sample(index);
    scenes = sample.scene + 1;
    const main = sample.objects[0]!;
    count(categories, main.shape.category);
    for (const object of sample.objects) shapes.add(`${object.shape.catalogue}/${object.shape.id}`);
    if (sample.surroundings !== null) count(environments, sample.surroundings.id);
    const { azimuthRadians, elevationRadians } = sample.viewpoint.canonical;
    azimuthHistogram[clamp(Math.floor((azimuthRadians / (2 * Math.PI)) * AZIMUTH_BINS), 0, AZIMUTH_BINS - 1)]!++;
    elevationHistogram[clamp(Math.floor((elevationRadians / Math.PI + 0.5) * ELEVATION_BINS), 0, ELEVATION_BINS - 1)]!++;
  }
  const { recipe } = plan;
  const { width, height } = plan.renders ?? recipe.camera;
  const pixels = (width * height) / (512 * 512);
  // Nearly all views share what is made of the render alone.
  const makers = Math.ceil(plan.count / recipe.scene.imagesPerView);
  const bytesOf = (names: readonly OutputName[]) => names.reduce((sum, name) => sum + OUTPUT_BYTES[name] * pixels, 0);
  const own = outputsOfImages(recipe.outputs);
  const estimatedBytes = plan.count * (bytesOf(own) + RECORD_BYTES) + makers * (bytesOf(recipe.outputs) - bytesOf(own));
  const masks = CONTROL_NAMES.filter((name) => recipe.controls[name].softMask !== null && recipe.outputs.includes(CONTROL_OUTPUTS[name]));
  const listed = (map: Map<string, number>) => [...map].map(([id, number]) => ({ id, count: number })).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    name: recipe.name,
    count: plan.count,
    scenes: plan.renders === null ? scenes : makers,
    categories: listed(categories),
    shapes: { available: plan.shapes.length, used: shapes.size },
    environments: listed(environments),
    prompts: { type: recipe.prompts.type, file: poolPath(recipe.prompts), count: plan.prompts.pool?.count ?? null },
    photos: plan.photos === null ? null : { available: plan.photos.entries.length, used: photos.size },
    renders: plan.renders === null ? null : { available: plan.renders.entries.length, used: makers },
    azimuthHistogram,
    elevationHistogram,
    estimatedBytes: Math.round(estimatedBytes),
    files: recipe.storage === "tar" ? Math.ceil(plan.count / recipe.shardSize) : plan.count * (own.length + 1) + makers * (recipe.outputs.length - own.length + masks.length),
  };
}
