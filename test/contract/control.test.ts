/** What every control promises, whatever it shows. A new control is taken in by its name in the registry. */
import { describe, expect, it } from "vitest";
import { cannyOptions } from "../../src/controls/canny.js";
import { CONTROL_NAMES, controlOf, type ControlOptions } from "../../src/controls/registry.js";
import { intrinsics } from "../../src/geometry/camera.js";
import type { Passes } from "../../src/sample/passes.js";
import type { RenderedSample } from "../../src/sample/sample.js";

const WIDTH = 45;
const HEIGHT = 37;
const defaults: ControlOptions = { canny: cannyOptions.parse({}) };

/** Values that a control may hold; a missing name means any. */
const ALLOWED: Partial<Record<string, readonly number[]>> = { canny: [0, 255] };

/** Passes of two overlapping tilted plates, one dark, without a renderer. */
function plates(): Passes {
  const pixels = WIDTH * HEIGHT;
  const passes: Passes = {
    width: WIDTH,
    height: HEIGHT,
    color: new Float32Array(pixels * 3),
    alpha: new Float32Array(pixels),
    depth: new Float32Array(pixels),
    normal: new Float32Array(pixels * 3),
    instanceId: new Uint16Array(pixels),
    partId: new Uint16Array(pixels),
    objectCoordinates: new Float32Array(pixels * 3),
  };
  for (let y = 5; y < 30; y++) {
    for (let x = 4; x < 40; x++) {
      const id = x > 15 && y > 12 ? 2 : 1;
      const pixel = y * WIDTH + x;
      passes.color.set(id === 2 ? [0.01, 0.01, 0.02] : [0.6, 0.3, 0.1 + x / 80], pixel * 3);
      passes.alpha[pixel] = 1;
      passes.depth[pixel] = 1.5 + id * 0.1 + x / 400;
      passes.normal.set([0, 0.6, -0.8], pixel * 3);
      passes.instanceId[pixel] = id;
      passes.partId[pixel] = id;
      passes.objectCoordinates.set([x / WIDTH - 0.5, 0, 0.5 - y / HEIGHT], pixel * 3);
    }
  }
  return passes;
}

function sample(passes: Passes): RenderedSample {
  const camera = {
    K: intrinsics(WIDTH, HEIGHT, 50),
    rotationWorldToCamera: [1, 0, 0, 0, 0, -1, 0, 1, 0] as const,
    translationWorldToCamera: [0, 0, 1.5] as const,
    width: WIDTH,
    height: HEIGHT,
  };
  const lighting = { areaRadiance: 1, environmentStrength: 1, environmentRotationRadians: 0, exposure: 1 };
  return {
    index: 0,
    id: "00000000",
    scene: 0,
    view: 0,
    image: 0,
    group: null,
    objects: [],
    surroundings: null,
    viewpoint: { canonical: { azimuthRadians: 0, elevationRadians: 0, inPlaneRadians: 0, distance: 1.5 }, raw: null },
    camera,
    prompt: null,
    seed: 1,
    content: { camera, instances: [], environment: null, lighting, groundHeight: null },
    passes,
  };
}

describe.each(CONTROL_NAMES)("control %s", (name) => {
  const control = controlOf(name, defaults);

  it("has the size of the image", () => {
    const { image, softMask } = control(sample(plates()));
    expect([image.width, image.height, image.data.length]).toEqual([WIDTH, HEIGHT, WIDTH * HEIGHT * image.channels]);
    if (softMask !== null) expect([softMask.width, softMask.height, softMask.data.length]).toEqual([WIDTH, HEIGHT, WIDTH * HEIGHT * softMask.channels]);
  });

  it("holds only its own values, and more than one of them", () => {
    const values = new Set(control(sample(plates())).image.data);
    expect(values.size).toBeGreaterThan(1);
    expect([...values].filter((value) => ALLOWED[name]?.includes(value) === false)).toEqual([]);
  });

  it("gives the same picture each time and leaves the passes alone", () => {
    const passes = plates();
    const first = control(sample(passes));
    expect(passes).toEqual(plates());
    expect(control(sample(passes))).toEqual(first);
  });

  it("gives a blank picture where there is no object", () => {
    const passes = plates();
    for (const pass of Object.values(passes)) if (typeof pass !== "number") pass.fill(0);
    expect(new Set(control(sample(passes)).image.data).size).toBe(1);
  });
});
