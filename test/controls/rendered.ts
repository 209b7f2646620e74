/** Samples of hand-made scenes, as the controls get them. */
import { renderPasses } from "../../src/render/passes.js";
import type { RenderedSample } from "../../src/sample/sample.js";
import type { Scene } from "../../src/sample/scene.js";
import { IDENTITY_POSE } from "../../src/geometry/pose.js";

/** A scene with its passes; of the plan only what controls may look at. */
export function rendered(content: Scene): RenderedSample {
  const passes = renderPasses(content);
  const objects = content.instances.map(({ instanceId }) => ({ instanceId, objectToWorld: IDENTITY_POSE }));
  return { camera: content.camera, objects, content, passes } as unknown as RenderedSample;
}
