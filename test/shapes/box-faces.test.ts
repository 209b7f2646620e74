import { expect, test } from "vitest";
import { axisOfFace, FACE_NORMALS, FACES, type ShapeAxes, turnBetween, withFace } from "../../src/shapes/box-faces.js";
import { AXES, type Axis, objectRotation } from "../../src/shapes/normalize.js";

const ALL: ShapeAxes[] = AXES.flatMap((up) => AXES.filter((front) => front[1] !== up[1]).map((front) => ({ up, front })));

test("there are 24 ways to turn a box, and each of its sides has an axis of its own", () => {
  expect(ALL).toHaveLength(24);
  for (const axes of ALL) {
    expect([...FACES.map((face) => axisOfFace(axes, face))].sort()).toEqual([...AXES].sort());
    expect(axisOfFace(axes, "front")).toBe(axes.front);
    expect(axisOfFace(axes, "top")).toBe(axes.up);
  }
});

test("what is said of a side comes true: it turns to −y or +z, and the other stays at a right angle", () => {
  for (const axes of ALL) {
    for (const face of FACES) {
      const named = axisOfFace(axes, face);
      const asFront = withFace(axes, "front", face);
      expect(asFront.front).toBe(named);
      const asUp = withFace(axes, "up", face);
      expect(asUp.up).toBe(named);
      for (const after of [asFront, asUp]) expect(() => objectRotation(after.up, after.front)).not.toThrow();
      // The preview's turn carries the clicked side to where it was said to be.
      expect(turned(turnBetween(axes, asFront), FACE_NORMALS[face])).toEqual(FACE_NORMALS.front);
      expect(turned(turnBetween(axes, asUp), FACE_NORMALS[face])).toEqual(FACE_NORMALS.top);
    }
    // Sides that both can keep, keep the other.
    for (const face of ["front", "back", "left", "right"] as const) expect(withFace(axes, "front", face).up).toBe(axes.up);
    for (const face of ["left", "right", "top", "bottom"] as const) expect(withFace(axes, "up", face).front).toBe(axes.front);
  }
});

test("an unknown front stays unknown when only up is said", () => {
  for (const up of AXES) {
    for (const face of FACES) {
      const axes: ShapeAxes = { up, front: null };
      expect(withFace(axes, "up", face)).toEqual({ up: axisOfFace(axes, face), front: null });
      const said: Axis | null = withFace(axes, "front", face).front;
      expect(said).toBe(axisOfFace(axes, face));
    }
  }
});

function turned(r: readonly number[], [x, y, z]: readonly number[]): number[] {
  return [0, 3, 6].map((row) => r[row]! * x! + r[row + 1]! * y! + r[row + 2]! * z! + 0);
}
