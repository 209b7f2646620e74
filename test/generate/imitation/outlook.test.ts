import { expect, it } from "vitest";
import { cross, dot } from "../../../src/geometry/vector.js";
import { random } from "../../../src/core/random.js";
import { outlookOf, paintersOutlook } from "../../../src/generate/imitation/outlook.js";
import { renderedSample } from "./rendered-sample.js";

it("finds the ground under the object, and directions that are square to one another", async () => {
  for (const index of [0, 1, 2]) {
    const { passes, content } = await renderedSample(index);
    const outlook = outlookOf(content.camera, passes);
    const R = content.camera.rotationWorldToCamera;
    const T = content.camera.translationWorldToCamera;
    const cameraZ = -(R[2] * T[0] + R[5] * T[1] + R[8] * T[2]);
    // What the camera sees of the object reaches nearly down to where it stands.
    expect(Math.abs(outlook.cameraHeight - (cameraZ - content.groundHeight!))).toBeLessThan(0.15);
    for (const { up, right, forward } of [outlook, paintersOutlook(outlook, random(index, "test", "outlook"))]) {
      for (const [a, b] of [[up, right], [up, forward], [right, forward]] as const) expect(dot(a, b)).toBeCloseTo(0, 6);
      expect(dot(cross(forward, up), right)).toBeCloseTo(1, 6);
    }
  }
});
