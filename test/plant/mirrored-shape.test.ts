import { expect, it } from "vitest";
import { mirroredShape } from "../../src/plant/mirrored-shape.js";
import { buildBuiltin, sampleBuiltin } from "../../src/shapes/builtin.js";
import type { Shape } from "../../src/sample/shape.js";
import { random } from "../../src/core/random.js";

/** Six times the volume within the meshes: positive where triangles are counter-clockwise seen from outside. */
function volume(shape: Shape): number {
  let sum = 0;
  for (const { positions: p, indices } of shape.meshes) {
    for (let at = 0; at < indices.length; at += 3) {
      const [a, b, c] = [indices[at]! * 3, indices[at + 1]! * 3, indices[at + 2]! * 3];
      sum += p[a]! * (p[b + 1]! * p[c + 2]! - p[b + 2]! * p[c + 1]!) - p[a + 1]! * (p[b]! * p[c + 2]! - p[b + 2]! * p[c]!) + p[a + 2]! * (p[b]! * p[c + 1]! - p[b + 1]! * p[c]!);
    }
  }
  return sum;
}

it("is the shape's mirror image, with its outside outside; twice mirrored it is itself", async () => {
  const shape = await buildBuiltin("bicycle", sampleBuiltin("bicycle", random(1, "bicycle", "shape")));
  const mirrored = mirroredShape(shape);
  expect(mirrored.meshes[0]!.positions[0]).toBe(-shape.meshes[0]!.positions[0]!);
  expect(volume(mirrored)).toBeCloseTo(volume(shape), 6);
  expect(volume(mirrored)).toBeGreaterThan(0);
  const again = mirroredShape(mirrored);
  again.meshes.forEach((mesh, at) => {
    expect(mesh.indices).toEqual(shape.meshes[at]!.indices);
    mesh.positions.forEach((value, index) => expect(Math.abs(value - shape.meshes[at]!.positions[index]!)).toBe(0));
  });
});
