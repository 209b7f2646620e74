import { describe, expect, it } from "vitest";
import { decodePng16 } from "../../src/codecs/image.js";
import { encodeOutput } from "../../src/pipeline/outputs.js";
import type { GeneratedSample } from "../../src/sample/sample.js";
import type { Articulation, Shape } from "../../src/sample/shape.js";
import { coordinateCube } from "../../src/sample/shape-box.js";

const WAVING: Articulation = { clip: "wave", timeSeconds: 1, morphWeights: {} };

/** A shape of two points only. */
function shape(articulation: Articulation | null, ...positions: number[]): Shape {
  return { articulation, dimensions: [1, 1, 1], meshes: [{ positions: Float32Array.from(positions) }] } as unknown as Shape;
}

describe("stored object coordinates", () => {
  it("span the unit cube at rest and in poses that stay within it", () => {
    expect(coordinateCube(shape(null, -1, 0, 0, 2, 0, 0))).toBeNull();
    expect(coordinateCube(shape(WAVING, -0.5, 0, 0, 0.5, 0.3, 0))).toBeNull();
  });

  it("of a pose that reaches out span a cube around it, and come back from the record's cube", async () => {
    const posed = shape(WAVING, -0.5, 0, 0, 1.5, 0.5, 0.25);
    const cube = coordinateCube(posed)!;
    expect(cube).toEqual({ center: [0.5, 0.25, 0.125], side: 2 });
    const points = [1.4, 0.5, 0.2, 0.3, -0.2, 0.1, 0, 0, 0];
    const passes = { width: 3, height: 1, instanceId: Uint16Array.of(1, 2, 0), objectCoordinates: Float32Array.from(points) };
    const content = { instances: [{ instanceId: 1, shape: posed }, { instanceId: 2, shape: shape(null) }] };
    const { data } = await decodePng16(await encodeOutput("nocs", { passes, content } as unknown as GeneratedSample, 1));
    const back = (pixel: number, { center, side }: { center: readonly number[]; side: number }) => [0, 1, 2].map((axis) => (data[pixel * 3 + axis]! / 65535 - 0.5) * side + center[axis]!);
    back(0, cube).forEach((value, axis) => expect(value).toBeCloseTo(points[axis]!, 4));
    back(1, { center: [0, 0, 0], side: 1 }).forEach((value, axis) => expect(value).toBeCloseTo(points[3 + axis]!, 4));
    expect([...data.slice(6)]).toEqual([0, 0, 0]);
  });
});
