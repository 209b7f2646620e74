import { expect, test } from "vitest";
import { cameraPosition, poseFromViewpoint } from "../../../src/geometry/viewpoint.js";
import { directionOf, seenFrom } from "../../../studio/src/recipe/preview/sphere-geometry.js";

const views = [0, 0.7, 1.6, 3.1, 4.4, 6].flatMap((azimuthRadians) => [-1.2, -0.3, 0, 0.8, 1.4].map((elevationRadians) => ({ azimuthRadians, elevationRadians })));

test("cameras stand where their poses say", () => {
  for (const view of views) {
    const position = cameraPosition(poseFromViewpoint({ ...view, inPlaneRadians: 0.3, distance: 1 }));
    directionOf(view).forEach((part, axis) => expect(part).toBeCloseTo(position[axis]!, 9));
  }
});

test("the sphere is seen as a camera there sees it", () => {
  for (const view of views) {
    const { rotation } = poseFromViewpoint({ ...view, inPlaneRadians: 0, distance: 1 });
    for (const other of views) {
      const point = directionOf(other);
      const turned = [0, 3, 6].map((row) => rotation[row]! * point[0] + rotation[row + 1]! * point[1] + rotation[row + 2]! * point[2]);
      const seen = seenFrom(view, point);
      expect([seen.x, seen.y, -seen.depth].map((part, axis) => Math.abs(part - turned[axis]!)).every((error) => error < 1e-9)).toBe(true);
    }
  }
});
