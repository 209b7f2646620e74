import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxCorners } from "../../src/geometry/box.js";
import { intrinsics, projectPoints, worldToCamera, type Camera } from "../../src/geometry/camera.js";
import { frameBox, type Framing } from "../../src/geometry/framing.js";
import { poseFromViewpoint, viewpointFromPose } from "../../src/geometry/viewpoint.js";

const side = fc.double({ min: 0.1, max: 1, noNaN: true });
const angle = (most: number) => fc.double({ min: -most, max: most, noNaN: true });

const views = fc.record({
  width: fc.integer({ min: 64, max: 900 }),
  height: fc.integer({ min: 64, max: 900 }),
  focal: fc.double({ min: 0.8, max: 3, noNaN: true }),
  principal: fc.tuple(angle(0.1), angle(0.1)),
  viewpoint: fc.record({ azimuthRadians: angle(3.1), elevationRadians: angle(1.5), inPlaneRadians: angle(3), distance: fc.double({ min: 2, max: 6, noNaN: true }) }),
  dimensions: fc.tuple(side, side),
});
type View = (typeof views)["generate"] extends (...arguments_: never[]) => { value: infer T } ? T : never;

function prepared({ width, height, focal, principal, viewpoint, dimensions }: View): { camera: Camera; corners: ReturnType<typeof boxCorners> } {
  const K = intrinsics(width, height, focal * Math.max(width, height), [width * (0.5 + principal[0]), height * (0.5 + principal[1])]);
  const pose = poseFromViewpoint(viewpoint);
  return { camera: { K, rotationWorldToCamera: pose.rotation, translationWorldToCamera: pose.translation, width, height }, corners: boxCorners({ center: [0, 0, 0], dimensions: [dimensions[0], 1, dimensions[1]] }) };
}

function projectedBox(camera: Camera, corners: ReturnType<typeof boxCorners>) {
  const points = projectPoints(corners, worldToCamera(camera), camera.K);
  for (const point of points) expect(point.depth).toBeGreaterThan(0);
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

const framings = fc.record({
  fill: fc.double({ min: 0.1, max: 1, noNaN: true }),
  place: fc.tuple(angle(1), angle(1)),
  adjust: fc.constantFrom<Framing["adjust"]>("distance", "focalLength"),
});

describe("a framed box", () => {
  it("has the size and the place asked for, and the viewpoint's angles", () => {
    fc.assert(fc.property(views, framings, (view, framing) => {
      const { camera, corners } = prepared(view);
      const framed = frameBox(camera, corners, { ...framing, truncation: null })!;
      // Near and far off the axis a box looks large even through the widest lens.
      if (framing.adjust === "focalLength" && framed.camera.K[0] < 0.201 * Math.min(view.width, view.height)) {
        expect(framed.fill).toBeGreaterThan(framing.fill - 1e-6);
        return;
      }
      const box = projectedBox(framed.camera, corners);
      const shorter = Math.min(view.width, view.height);
      const [boxWidth, boxHeight] = [box.x1 - box.x0, box.y1 - box.y0];
      expect(Math.max(boxWidth, boxHeight) / shorter).toBeCloseTo(framing.fill, 6);
      expect(framed.fill).toBeCloseTo(framing.fill, 6);
      expect((box.x0 + box.x1) / 2).toBeCloseTo(view.width / 2 + (framing.place[0] * (view.width - boxWidth)) / 2, 4);
      expect((box.y0 + box.y1) / 2).toBeCloseTo(view.height / 2 + (framing.place[1] * (view.height - boxHeight)) / 2, 4);
      const seen = viewpointFromPose(worldToCamera(framed.camera));
      const before = viewpointFromPose(worldToCamera(camera));
      expect([seen.azimuthRadians, seen.elevationRadians, seen.inPlaneRadians]).toEqual([before.azimuthRadians, before.elevationRadians, before.inPlaneRadians]);
      if (framing.adjust === "focalLength") expect(framed.camera.translationWorldToCamera[2]).toBe(view.viewpoint.distance);
      else expect(framed.camera.K).toEqual(camera.K);
    }));
  });

  it("has the share asked for beyond one side of the image", () => {
    fc.assert(fc.property(views, framings, fc.constantFrom("left", "right", "top", "bottom"), fc.double({ min: 0, max: 1, noNaN: true }), (view, framing, side, outside) => {
      const { camera, corners } = prepared(view);
      const { x0, y0, x1, y1 } = projectedBox(frameBox(camera, corners, { ...framing, truncation: { side, share: 0 } }, outside)!.camera, corners);
      const beyond = { left: -x0 / (x1 - x0), right: (x1 - view.width) / (x1 - x0), top: -y0 / (y1 - y0), bottom: (y1 - view.height) / (y1 - y0) };
      expect(beyond[side]).toBeCloseTo(outside, 5);
    }));
  });

  it("tells how near it came where the size cannot be reached", () => {
    const { camera, corners } = prepared({ width: 100, height: 100, focal: 0.02, principal: [0, 0], viewpoint: { azimuthRadians: 0.4, elevationRadians: 0.3, inPlaneRadians: 0, distance: 2 }, dimensions: [0.3, 0.3] });
    expect(frameBox(camera, corners, { fill: 0.9, place: [0, 0], truncation: null, adjust: "distance" })!.fill).toBeLessThan(0.5);
    const inside = { ...camera, translationWorldToCamera: [0, 0, 0.2] as const };
    expect(frameBox(inside, corners, { fill: 0.9, place: [0, 0], truncation: null, adjust: "focalLength" })).toBeNull();
  });
});
