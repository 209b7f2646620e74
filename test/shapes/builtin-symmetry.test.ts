import { describe, expect, it } from "vitest";
import { cos, sin } from "../../src/core/math.js";
import { random } from "../../src/core/random.js";
import type { Matrix4, Vector3 } from "../../src/geometry/vector.js";
import type { Mesh, Shape } from "../../src/sample/shape.js";
import { buildBuiltin, builtinCategories, sampleBuiltin } from "../../src/shapes/builtin.js";
import { nearestOnTriangles } from "../../src/shapes/builtin/nearest-point.js";

const load = (category: string, seed: number): Promise<Shape> => buildBuiltin(category, sampleBuiltin(category, random(seed, category, "symmetry")));

function moved(matrix: Matrix4, [x, y, z]: Vector3): Vector3 {
  const row = (at: number): number => matrix[at]! * x + matrix[at + 1]! * y + matrix[at + 2]! * z + matrix[at + 3]!;
  return [row(0), row(4), row(8)];
}

const turn = (angle: number): Matrix4 => [cos(angle), -sin(angle), 0, 0, sin(angle), cos(angle), 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** The largest distance of a vertex, moved, from the surface in its own material. */
function worstDistance(shape: Shape, matrix: Matrix4): number {
  let worst = 0;
  shape.meshes.forEach((mesh: Mesh) => {
    const alike = shape.meshes.filter((other) => other.material === mesh.material);
    const step = Math.max(1, Math.floor(mesh.positions.length / 3 / 24));
    for (let vertex = 0; vertex < mesh.positions.length / 3; vertex += step) {
      const at = moved(matrix, [mesh.positions[vertex * 3]!, mesh.positions[vertex * 3 + 1]!, mesh.positions[vertex * 3 + 2]!]);
      const near = nearestOnTriangles(at, alike)!;
      worst = Math.max(worst, Math.sqrt((near[0] - at[0]) ** 2 + (near[1] - at[1]) ** 2 + (near[2] - at[2]) ** 2));
    }
  });
  return worst;
}

const textures = (shape: Shape): string[] =>
  [...new Set(shape.meshes.map((mesh) => mesh.material))].flatMap((index) => shape.materials[index]!.baseColorTexture?.wrapS ?? []);

describe.each([["bottle", 12], ["table", 40]] as const)("a %s's symmetries", (category, seeds) => {
  it("are true of the geometry and the materials", async () => {
    const kinds = new Set<string>();
    for (let seed = 0; seed < seeds; seed++) {
      const shape = await load(category, seed);
      const label = `${category} ${seed} ${JSON.stringify(shape.source.parameters)}`;
      const { discrete, continuous } = shape.symmetry;
      kinds.add(`${discrete.length} ${continuous.length}`);
      for (const matrix of discrete) expect(worstDistance(shape, matrix), label).toBeLessThan(1e-5);
      for (const { axis, offset } of continuous) {
        expect([axis, offset]).toEqual([[0, 0, 1], [0, 0, 0]]);
        // Between two corners of a polygon of 40 and more corners.
        expect(worstDistance(shape, turn(0.65)), label).toBeLessThan(2e-3);
        expect(textures(shape), label).toEqual([]);
      }
      if (discrete.length > 0) expect(textures(shape).every((wrap) => wrap === "mirror"), label).toBe(true);
      // A quarter turn swaps the directions of a grain.
      if (discrete.length > 1) expect(textures(shape), label).toEqual([]);
    }
    expect(kinds.size).toBeGreaterThan(1);
  });
});

it("all other shapes have a front that can be seen, and no symmetry", async () => {
  for (const category of builtinCategories.filter((name) => name !== "bottle" && name !== "table")) {
    const shape = await load(category, 1);
    expect(shape.symmetry).toEqual({ discrete: [], continuous: [] });
    expect(worstDistance(shape, turn(Math.PI)), category).toBeGreaterThan(0.01);
  }
});
