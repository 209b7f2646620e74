/** What a label says, rendered again: the geometry of a sample's scene in a part of its picture, the object perhaps turned. */
import type { Camera } from "../geometry/camera.js";
import { multiply3, type Matrix3 } from "../geometry/vector.js";
import { cos, sin } from "../core/math.js";
import { renderPasses } from "../render/passes.js";
import { RenderWorkspace } from "../render/workspace.js";
import type { Passes } from "../sample/passes.js";
import type { Scene } from "../sample/scene.js";
import { sceneAssembler } from "./assemble.js";
import type { Plan } from "./plan.js";

/** Camera of the part that is looked at, in its pixels. */
export type WindowCamera = Pick<Camera, "K" | "width" | "height">;

/** What is rendered, and by which camera. */
export interface RenderedWindow {
  /** Without colour. They belong to the caller until the next call. */
  passes: Passes;
  camera: Camera;
  /** Instance of the main object. */
  instanceId: number;
}

/**
 * Renders windows of a plan's samples.
 * @returns a function of the sample's index, the window's camera and the angle by which the main object is turned about
 * its vertical axis, counter-clockwise seen from above
 */
export function windowRenderer(plan: Plan): (index: number, window: WindowCamera, turnRadians: number) => Promise<RenderedWindow> {
  // Geometry alone is wanted: no material is changed, and no environment made.
  const assembler = sceneAssembler({ ...plan, recipe: { ...plan.recipe, variation: { ...plan.recipe.variation, materials: null } } });
  const workspace = new RenderWorkspace();
  let last: { index: number; scene: Scene } | null = null;
  return async (index, window, turnRadians) => {
    if (last?.index !== index) last = { index, scene: await assembler.assemble({ ...plan.sample(index), surroundings: null }) };
    const { scene } = last;
    const camera: Camera = { ...scene.camera, ...window };
    const [main, ...others] = scene.instances;
    const turned = { ...main!, objectToWorld: { ...main!.objectToWorld, rotation: multiply3(main!.objectToWorld.rotation, aboutVertical(turnRadians)) } };
    const passes = renderPasses({ ...scene, camera, instances: [turned, ...others] }, { color: false, workspace });
    return { passes, camera, instanceId: main!.instanceId };
  };
}

function aboutVertical(angleRadians: number): Matrix3 {
  const c = cos(angleRadians);
  const s = sin(angleRadians);
  return [c, -s, 0, s, c, 0, 0, 0, 1];
}
