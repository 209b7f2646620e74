import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { degrees, radians } from "../../src/core/math.js";
import { intrinsics, projectPoints, rayThroughPixel } from "../../src/geometry/camera.js";
import { composePoses, invertPose } from "../../src/geometry/pose.js";
import { cameraPosition, poseFromViewpoint, viewpointFromPose } from "../../src/geometry/viewpoint.js";
import { determinant3, multiply3, transpose3, type Vector3 } from "../../src/geometry/vector.js";

const FRONT: Vector3 = [0, -0.5, 0];
const LEFT: Vector3 = [0.5, 0, 0];
const TOP: Vector3 = [0, 0, 0.5];
const K = intrinsics(512, 512, 560);
const see = (azimuthDegrees: number, elevationDegrees: number, inPlaneDegrees: number, points: Vector3[]) =>
  projectPoints(points, poseFromViewpoint({ azimuthRadians: radians(azimuthDegrees), elevationRadians: radians(elevationDegrees), inPlaneRadians: radians(inPlaneDegrees), distance: 1.5 }), K);

describe("viewpoint", () => {
  it("azimuth 0 sees the front nearest, upright, the object's left on image right", () => {
    const [front, left, top] = see(0, 0, 0, [FRONT, LEFT, TOP]) as [{ x: number; y: number; depth: number }, { x: number; y: number; depth: number }, { x: number; y: number; depth: number }];
    expect(front).toEqual({ x: 256, y: 256, depth: 1 });
    expect(left.x).toBeGreaterThan(256);
    expect(top.y).toBeLessThan(256);
  });
  it("azimuth 90 degrees sees the object's own left side; its front points to image left", () => {
    const [front, left] = see(90, 0, 0, [FRONT, LEFT]);
    expect(left!.depth).toBeCloseTo(1, 12);
    expect(front!.x).toBeLessThan(256);
  });
  it("positive elevation looks from above, positive in-plane rotation turns the picture counter-clockwise", () => {
    const [top, front] = see(0, 60, 0, [TOP, FRONT]);
    expect(top!.depth).toBeLessThan(1.5);
    expect(front!.y).toBeGreaterThan(top!.y);
    const [turnedTop] = see(0, 0, 90, [TOP]);
    expect(turnedTop!.x).toBeLessThan(256 - 100);
  });
  it("comes back from its pose, with a proper rotation and the camera where PASCAL3D+ puts it", () => {
    const angle = fc.double({ min: 0, max: 6.28, noNaN: true });
    fc.assert(fc.property(angle, fc.double({ min: -1.57, max: 1.57, noNaN: true }), fc.double({ min: -3.1, max: 3.1, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true }), (azimuthRadians, elevationRadians, inPlaneRadians, distance) => {
      const pose = poseFromViewpoint({ azimuthRadians, elevationRadians, inPlaneRadians, distance });
      expect(determinant3(pose.rotation)).toBeCloseTo(1, 12);
      const identity = multiply3(pose.rotation, transpose3(pose.rotation));
      [1, 0, 0, 0, 1, 0, 0, 0, 1].forEach((value, index) => expect(identity[index]).toBeCloseTo(value, 12));
      const back = viewpointFromPose(pose);
      expect(back.elevationRadians).toBeCloseTo(elevationRadians, 9);
      expect(Math.cos(back.azimuthRadians - azimuthRadians)).toBeCloseTo(1, 9);
      expect(Math.cos(back.inPlaneRadians - inPlaneRadians)).toBeCloseTo(1, 9);
      const position = cameraPosition(pose);
      expect(position[0]).toBeCloseTo(distance * Math.cos(elevationRadians) * Math.sin(azimuthRadians), 9);
      expect(position[1]).toBeCloseTo(-distance * Math.cos(elevationRadians) * Math.cos(azimuthRadians), 9);
      expect(position[2]).toBeCloseTo(distance * Math.sin(elevationRadians), 9);
    }));
  });
  it("straight above, in-plane rotation folds into azimuth", () => {
    const back = viewpointFromPose(poseFromViewpoint({ azimuthRadians: 1, elevationRadians: Math.PI / 2, inPlaneRadians: 0, distance: 2 }));
    expect(degrees(back.elevationRadians)).toBeCloseTo(90, 6);
    expect(back.azimuthRadians).toBeCloseTo(1, 9);
  });
  it("poses invert, rays undo projection", () => {
    const pose = poseFromViewpoint({ azimuthRadians: 0.4, elevationRadians: 0.3, inPlaneRadians: 0.2, distance: 1.7 });
    const identity = composePoses(pose, invertPose(pose));
    expect(identity.translation.every((value) => Math.abs(value) < 1e-12)).toBe(true);
    const [point] = projectPoints([[0.1, 0.2, 0.3]], pose, K);
    const ray = rayThroughPixel(K, point!.x, point!.y);
    const again = projectPoints([[ray[0] * 3, ray[1] * 3, 3]], { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] }, K);
    expect(again[0]!.x).toBeCloseTo(point!.x, 9);
    expect(again[0]!.y).toBeCloseTo(point!.y, 9);
  });
});
