import fc from "fast-check";
import { expect, test } from "vitest";
import { multiply3, transform3, type Matrix3 } from "../../../src/geometry/vector.js";
import { viewpointFromPose } from "../../../src/geometry/viewpoint.js";
import { angleBetweenDegrees } from "../../../src/verify/kcf/angle-between.js";
import { BINS, decodeAngle, HEADS, type Head } from "../../../src/verify/kcf/bins.js";
import { equivalentPoses, turnAbout } from "../../../src/verify/kcf/equivalent-poses.js";
import { judge, judgeAsOriginal } from "../../../src/verify/kcf/judge.js";
import { correctedTarget, faithfulTarget, mirrored } from "../../../src/verify/kcf/pose-target.js";
import { seenRotation } from "../../../src/verify/kcf/seen-pose.js";
import { objectOf, verticalTurn } from "./objects.js";

const RADIANS = Math.PI / 180;
const angles = fc.record({ azimuth: fc.double({ min: 0, max: 359, noNaN: true }), elevation: fc.double({ min: -70, max: 70, noNaN: true }), inPlane: fc.double({ min: -60, max: 60, noNaN: true }) });
const ofHead = (chances: Float32Array, head: Head) => chances.subarray(HEADS.indexOf(head) * BINS, (HEADS.indexOf(head) + 1) * BINS);
const logOf = (chances: Float32Array) => chances.map((chance) => Math.log(chance + 1e-9));
const close = (a: Float32Array, b: Float32Array) => expect(a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0)).toBeLessThan(1e-4);

test("what is learnt is what the label says, and is judged as agreeing with it", () => {
  fc.assert(
    fc.property(angles, (given) => {
      const { chances, counts } = correctedTarget(objectOf(given));
      expect([...counts]).toEqual([1, 1, 1]);
      expect(decodeAngle("elevation", ofHead(chances, "elevation")) / RADIANS).toBeCloseTo(given.elevation, 0);
      const { angleDegrees, loss, margin } = judge(logOf(chances), objectOf(given));
      expect(angleDegrees).toBeLessThan(1);
      expect(loss).toBeLessThan(0.6);
      expect(margin).toBeGreaterThan(3);
    }),
  );
});

test("a label turned by half is far from what was read", () => {
  const { chances } = correctedTarget(objectOf({ azimuth: 30, elevation: 10 }));
  const wrong = judge(logOf(chances), objectOf({ azimuth: 210, elevation: 10 }));
  expect(wrong.angleDegrees).toBeCloseTo(180, 0);
  expect(wrong.margin).toBeLessThan(-3);
});

test("poses that a symmetry makes alike have the same target and the same judgement", () => {
  const symmetry = { discrete: [90, 180, 270].map(verticalTurn), continuous: [] };
  const first = correctedTarget(objectOf({ azimuth: 20, elevation: 30, symmetry }));
  close(correctedTarget(objectOf({ azimuth: 110, elevation: 30, symmetry })).chances, first.chances);
  const peaks = [20, 110, 200, 290].map((degrees) => ofHead(first.chances, "azimuth")[Math.floor((degrees / 360) * BINS)]!);
  for (const peak of peaks) expect(peak).toBeGreaterThan(0.05);
  const seen = correctedTarget(objectOf({ azimuth: 290, elevation: 30 }));
  expect(judge(logOf(seen.chances), objectOf({ azimuth: 20, elevation: 30, symmetry })).angleDegrees).toBeLessThan(1);
  expect(judge(logOf(seen.chances), objectOf({ azimuth: 65, elevation: 30, symmetry })).angleDegrees).toBeGreaterThan(20);
});

test("round about the vertical, or with its front unknown, an object has no azimuth", () => {
  const round = { discrete: [], continuous: [{ axis: [0, 0, 2] as [number, number, number], offset: [0, 0, 0] as [number, number, number] }] };
  for (const change of [{ symmetry: round }, { frontKnown: false }]) {
    expect([...correctedTarget(objectOf({ azimuth: 20, ...change })).counts]).toEqual([0, 1, 1]);
    const seen = correctedTarget(objectOf({ azimuth: 200, elevation: 20 }));
    expect(judge(logOf(seen.chances), objectOf({ azimuth: 20, elevation: 20, ...change })).angleDegrees).toBeLessThan(1);
    expect(judge(logOf(seen.chances), objectOf({ azimuth: 20, elevation: 60, ...change })).angleDegrees).toBeCloseTo(40, 0);
  }
});

test("an axis of revolution that lies down makes many poses alike, all of which show the axis the same way", () => {
  const lying = { discrete: [], continuous: [{ axis: [0, 3, 0] as [number, number, number], offset: [0, 0, 0] as [number, number, number] }] };
  const rotation = seenRotation(objectOf({ azimuth: 40, elevation: 15 }));
  const { rotations, azimuthCounts } = equivalentPoses(rotation, { symmetry: lying, frontKnown: true });
  expect(azimuthCounts).toBe(true);
  expect(rotations.length).toBe(36);
  for (const each of rotations) transform3(each, [0, 1, 0]).forEach((value, axis) => expect(value).toBeCloseTo(transform3(rotation, [0, 1, 0])[axis]!, 6));
});

test("a record's symmetries cannot blow up the work", () => {
  const axes = [[1, 0, 0], [0, 1, 0], [1, 1, 0]].map((axis) => ({ axis: axis as [number, number, number], offset: [0, 0, 0] as [number, number, number] }));
  expect(equivalentPoses(seenRotation(objectOf({})), { symmetry: { discrete: Array.from({ length: 2000 }, () => verticalTurn(90)), continuous: axes }, frontKnown: true }).rotations.length).toBeLessThanOrEqual(512);
  expect(equivalentPoses(seenRotation(objectOf({})), { symmetry: { discrete: [], continuous: [{ axis: [0, 0, 0], offset: [0, 0, 0] }] }, frontKnown: true })).toMatchObject({ azimuthCounts: true });
});

test("the mirrored picture of an object has the mirrored label", () => {
  fc.assert(
    fc.property(angles, (given) => {
      const other = correctedTarget(objectOf({ azimuth: 360 - given.azimuth, elevation: given.elevation, inPlane: -given.inPlane }));
      close(mirrored(correctedTarget(objectOf(given)).chances), other.chances);
    }),
  );
});

test("beside the picture's centre, what counts is the turn to the ray, so that shifted objects with the same look have the same label", () => {
  const place: [number, number, number] = [1, -0.4, 3];
  const object = objectOf({ azimuth: 70, elevation: 20, translation: place });
  const { rotationObjectToCamera } = object;
  const seen = seenRotation(object);
  // The same object from a camera in the same place that looks at it: turned by what takes the ray to the axis.
  const length = Math.hypot(...place);
  const turn = turnAbout([place[1], -place[0], 0], Math.acos(place[2] / length));
  seen.forEach((value, at) => expect(value).toBeCloseTo(multiply3(turn, rotationObjectToCamera as unknown as Matrix3)[at]!, 9));
  transform3(turn, place).forEach((value, axis) => expect(value).toBeCloseTo(axis === 2 ? length : 0, 9));
  expect(viewpointFromPose({ rotation: seen, translation: [0, 0, 1] }).azimuthRadians / RADIANS).not.toBeCloseTo(70, 0);
  seenRotation(objectOf({ azimuth: 70 })).forEach((value, at) => expect(value).toBeCloseTo(objectOf({ azimuth: 70 }).rotationObjectToCamera[at]!, 12));
});

test("where a model has offsets of its own, its canonical angles count, not how its mesh lies", () => {
  const object = objectOf({ azimuth: 70, elevation: 20 });
  const offset = { ...object, rotationObjectToCamera: objectOf({ azimuth: 160, elevation: 5 }).rotationObjectToCamera };
  close(correctedTarget(offset).chances, correctedTarget(object).chances);
});

test("the original learns raw angles, bins without neighbours, no in-plane rotation, and symmetry means nothing to it", () => {
  const raw = { azimuthRadians: 1, elevationRadians: -0.5, distance: 3 };
  const { chances, counts } = faithfulTarget(objectOf({ azimuth: 200, elevation: 40, inPlane: 30, frontKnown: false, symmetry: { discrete: [verticalTurn(180)], continuous: [] }, raw }));
  expect([...counts]).toEqual([1, 1, 1]);
  expect(HEADS.map((head) => [...ofHead(chances, head).entries()].filter(([, chance]) => chance > 0))).toEqual([[[6, 1]], [[17, 1]], [[20, 1]]]);
});

test("the original's score is the sum of three cross-entropies; its angles are half a bin askew", () => {
  const object = objectOf({ azimuth: (6.5 / 41) * 360, elevation: 0 });
  const even = new Float32Array(3 * BINS).fill(Math.log(1 / BINS));
  expect(judgeAsOriginal(even, object).loss).toBeCloseTo(3 * Math.log(41), 4);
  const sure = faithfulTarget(object).chances.map((chance) => (chance > 0 ? 0 : -20));
  expect(judgeAsOriginal(sure, object).loss).toBeCloseTo(0, 6);
  expect(judgeAsOriginal(sure, object).angleDegrees).toBeGreaterThan(4.39);
});

test("the angle between rotations is that of the turn between them", () => {
  const first = seenRotation(objectOf({ azimuth: 10, elevation: 20 }));
  for (const angle of [0, 1, 90, 179]) expect(angleBetweenDegrees(first, multiply3(first, turnAbout([1, 2, -1], angle * RADIANS)))).toBeCloseTo(angle, 4);
});
