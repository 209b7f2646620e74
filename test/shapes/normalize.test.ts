import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { determinant3, multiply3, transform3, transpose3, IDENTITY3, type Vector3 } from "../../src/geometry/vector.js";
import type { TextureSlot } from "../../src/sample/shape.js";
import { AXES, objectRotation } from "../../src/shapes/normalize.js";
import { composeTransform, invertAffine } from "../../src/shapes/node-transforms.js";
import type { RawMesh } from "../../src/shapes/raw-mesh.js";
import { normalizeTriples, smoothNormals } from "../../src/shapes/smooth-normals.js";
import { withTangents } from "../../src/shapes/tangents.js";
import { multiply4 } from "../../src/geometry/vector.js";
import { boxArrays } from "./gltf-fixtures.js";
import { largestDifference } from "./shape-measures.js";

const direction = (axis: string): Vector3 => ["X", "Y", "Z"].map((name) => (name === axis[1] ? (axis[0] === "+" ? 1 : -1) : 0)) as unknown as Vector3;

describe("the turn into the object frame", () => {
  const pairs = AXES.flatMap((up) => AXES.filter((front) => front[1] !== up[1]).map((front) => [up, front] as const));

  it.each(pairs)("up %s and front %s become +z and −y by a rotation", (up, front) => {
    const rotation = objectRotation(up, front);
    expect(transform3(rotation, direction(up))).toEqual([0, 0, 1]);
    expect(transform3(rotation, direction(front)).map((value) => value + 0)).toEqual([0, -1, 0]);
    expect(determinant3(rotation)).toBe(1);
    expect(multiply3(rotation, transpose3(rotation)).map((value) => value + 0)).toEqual([...IDENTITY3]);
  });

  it("an unknown front leaves glTF's own, and every up is turned to +z", () => {
    expect(objectRotation("+Y", null)).toEqual(objectRotation("+Y", "+Z"));
    expect(objectRotation("+Z", null)).toEqual([...IDENTITY3]);
    for (const up of AXES) expect(transform3(objectRotation(up, null), direction(up))).toEqual([0, 0, 1]);
  });
});

describe("node matrices", () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  const vector = fc.tuple(number, number, number);

  it("the inverse undoes them", () => {
    const size = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(vector, fc.tuple(number, number, number, number).filter((q) => q.some((v) => Math.abs(v) > 0.1)), fc.tuple(size, size, size), (t, q, s) => {
        const m = composeTransform(t, q, s);
        expect(largestDifference(multiply4(m, invertAffine(m)), [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])).toBeLessThan(1e-9);
      }),
    );
  });
});

describe("normals", () => {
  it("of a box with shared corners point away from its centre", () => {
    const positions = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1]);
    const indices = [0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5];
    const normals = smoothNormals(positions, indices);
    for (let i = 0; i < normals.length; i += 3) {
      const outward = [0, 1, 2].reduce((sum, k) => sum + normals[i + k]! * (positions[i + k]! - 0.5), 0);
      expect(outward).toBeGreaterThan(0.7);
    }
  });

  it("are unit at any scale, and +z where there is no direction", () => {
    const values = Float64Array.from([3e-200, 4e-200, 0, 3e200, 0, 4e200, 0, 0, 0, NaN, 1, 1]);
    normalizeTriples(values);
    expect(largestDifference([...values], [0.6, 0.8, 0, 0.6, 0, 0.8, 0, 0, 1, 0, 0, 1])).toBeLessThan(1e-15);
  });
});

describe("tangents", () => {
  const slot = { texCoord: 0, transform: null } as TextureSlot;
  const mesh = (positions: Float32Array, normals: Float32Array, uv: Float32Array, indices: ArrayLike<number>): RawMesh => ({
    label: "", positions, normals, tangents: null, texCoords: [uv], colors: null, influences: 0, jointIndices: null, jointWeights: null, morphTargets: [], indices: Uint32Array.from(indices),
  });

  it("follow u on every side of a box", () => {
    const { positions, normals, uv, indices } = boxArrays([1, 2, 3]);
    const { tangents } = withTangents(mesh(positions, normals, uv, indices), slot);
    for (let side = 0; side < 6; side++) {
      // u grows from the side's first corner to its second
      const along = [0, 1, 2].map((k) => positions[side * 12 + 3 + k]! - positions[side * 12 + k]!);
      const length = Math.hypot(...along);
      for (let v = side * 4; v < side * 4 + 4; v++) expect(largestDifference([...tangents!.subarray(v * 4, v * 4 + 4)], [...along.map((x) => x / length), 1])).toBeLessThan(1e-6);
    }
  });

  it("split a vertex where the picture is mirrored on one side", () => {
    // two squares side by side that share an edge; the right one's picture runs backwards
    const positions = Float32Array.from([0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 1, 1, 0, 2, 1, 0]);
    const normals = Float32Array.from([...Array(6)].flatMap(() => [0, 0, 1]));
    const uv = Float32Array.from([0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0]);
    const out = withTangents(mesh(positions, normals, uv, [0, 1, 4, 0, 4, 3, 1, 2, 5, 1, 5, 4]), slot);
    expect(out.positions).toHaveLength(8 * 3);
    const tangentAt = (corner: number) => [...out.tangents!.subarray(out.indices[corner]! * 4, out.indices[corner]! * 4 + 4)];
    expect(tangentAt(1)).toEqual([1, 0, 0, 1]);
    expect(tangentAt(6)).toEqual([-1, 0, 0, -1]);
  });

  it("have a direction even where uv have no area", () => {
    const { positions, normals, indices } = boxArrays([1, 1, 1]);
    const { tangents } = withTangents(mesh(positions, normals, new Float32Array(48), indices), slot);
    for (let i = 0; i < tangents!.length; i += 4) expect(Math.hypot(tangents![i]!, tangents![i + 1]!, tangents![i + 2]!)).toBeCloseTo(1, 6);
  });
});
