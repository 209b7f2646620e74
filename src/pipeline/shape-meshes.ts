/** The surfaces of a sample's objects, as they stand in its scene. */
import type { Shape } from "../sample/shape.js";
import { sceneAssembler } from "./assemble.js";
import type { Plan } from "./plan.js";

/** An object's triangles in its own frame. */
export interface ShapeMesh {
  mesh: { positions: Float32Array; indices: Uint32Array };
  /** Of what the shape was loaded from. */
  sha256: string;
}

/** @returns a function of the sample's index and the object's instance id; null for an object that the sample has not */
export function shapeMeshes(plan: Plan): (index: number, instanceId: number) => Promise<ShapeMesh | null> {
  const assembler = sceneAssembler({ ...plan, recipe: { ...plan.recipe, variation: { ...plan.recipe.variation, materials: null } } });
  return async (index, instanceId) => {
    const scene = await assembler.assemble({ ...plan.sample(index), surroundings: null });
    const instance = scene.instances.find((one) => one.instanceId === instanceId);
    return instance === undefined ? null : { mesh: merged(instance.shape), sha256: instance.shape.source.sha256 };
  };
}

function merged({ meshes }: Shape): ShapeMesh["mesh"] {
  const positions = new Float32Array(meshes.reduce((sum, mesh) => sum + mesh.positions.length, 0));
  const indices = new Uint32Array(meshes.reduce((sum, mesh) => sum + mesh.indices.length, 0));
  let vertex = 0;
  let at = 0;
  for (const mesh of meshes) {
    positions.set(mesh.positions, vertex * 3);
    for (const index of mesh.indices) indices[at++] = index + vertex;
    vertex += mesh.positions.length / 3;
  }
  return { positions, indices };
}
