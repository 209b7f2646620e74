/** Surfaces of a run, made again from its recipe: for the proofs of exports and for the shapes in them. */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { readRecipeText, RECIPE_FILE } from "../dataset/run-file.js";
import type { Matrix3 } from "../geometry/vector.js";
import type { Mesh } from "../interchange/mesh.js";
import type { RenderedCoordinates } from "../interchange/proof/surface-points.js";
import { shapeMeshes } from "../pipeline/shape-meshes.js";
import { makePlan, type Plan } from "../pipeline/plan.js";
import { windowRenderer } from "../pipeline/render-window.js";
import { parseRecipeYaml } from "../recipe/read.js";
import { hasScenes } from "../recipe/sources.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";

/** What can be made again; null where it cannot. */
export interface RunGeometry {
  /** Object coordinates of a sample's picture. */
  render(record: SampleRecord): Promise<RenderedCoordinates | null>;
  /** The surface of an object as it stands in a sample. */
  mesh(record: SampleRecord, object: ObjectRecord): Promise<Mesh | null>;
}

/**
 * Geometry of a run. Nothing is loaded until it is asked for.
 * @param note told once where the run's recipe or its shapes are gone
 */
export function runGeometry(folder: string, note: (message: string) => void): RunGeometry {
  let opening: Promise<{ render: ReturnType<typeof windowRenderer>; meshes: ReturnType<typeof shapeMeshes> } | null> | null = null;
  const open = () => (opening ??= planOf(folder, note).then((plan) => (plan === null ? null : { render: windowRenderer(plan), meshes: shapeMeshes(plan) })));
  return {
    async render(record) {
      const opened = await open();
      if (opened === null || record.camera === null) return null;
      const { K, width, height } = record.camera;
      return orNull(async () => (await opened.render(record.index, { K: K as unknown as Matrix3, width, height }, 0)).passes);
    },
    async mesh(record, object) {
      const opened = await open();
      const found = opened === null ? null : await orNull(() => opened.meshes(record.index, object.instanceId));
      return found === null || found.sha256 !== object.shape.sha256 ? null : found.mesh;
    },
  };
}

/** A shape that cannot be loaded any more leaves a gap, no failure. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (DatasetError.isInstance(error)) return null;
    throw error;
  }
}

async function planOf(folder: string, note: (message: string) => void): Promise<Plan | null> {
  try {
    const text = await readRecipeText(folder);
    const recipe = text === null ? null : parseRecipeYaml(text, join(folder, RECIPE_FILE));
    return recipe === null || !hasScenes(recipe) ? null : await makePlan(recipe, { folder });
  } catch (error) {
    if (!DatasetError.isInstance(error)) throw error;
    note(`nothing of the run is made again: ${error.message}`);
    return null;
  }
}
