/** What every control promises, whatever it shows. A new control is taken in by its name in the registry. */
import { describe, expect, it } from "vitest";
import { CONTROL_NAMES, controlOf, controlsOptions } from "../../src/controls/registry.js";
import { intrinsics } from "../../src/geometry/camera.js";
import type { Passes } from "../../src/sample/passes.js";
import type { RenderedSample } from "../../src/sample/sample.js";
import { cube, place } from "../render/scenes.js";

const WIDTH = 45;
const HEIGHT = 37;
const defaults = controlsOptions.parse(Object.fromEntries(CONTROL_NAMES.map((name) => [name, {}])));
const withSoftMasks = controlsOptions.parse(Object.fromEntries(CONTROL_NAMES.map((name) => [name, { softMask: { inside: 0.8, outside: 0.2, feather: 2 } }])));

/** Values that a control may hold; a missing name means any. */
const ALLOWED: Partial<Record<string, readonly number[]>> = { canny: [0, 255], "geometric-edges": [0, 255], segmentation: [0, 128] };

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

/** @param boxes whether the scene has objects, in the place of the plates */
function sample(passes: Passes, boxes = true): RenderedSample {
  const camera = {
    K: intrinsics(WIDTH, HEIGHT, 50),
    rotationWorldToCamera: [1, 0, 0, 0, 0, -1, 0, 1, 0] as const,
    translationWorldToCamera: [0, 0, 1.5] as const,
    width: WIDTH,
    height: HEIGHT,
  };
  const instances = boxes ? [place(1, cube(), [0, 0.5, 0]), place(2, cube(), [0.3, 0.3, -0.2], 0.5)] : [];
  const lighting = { areaRadiance: 1, environmentStrength: 1, environmentRotationRadians: 0, exposure: 1 };
  return {
    index: 0,
    id: "00000000",
    scene: 0,
    view: 0,
    image: 0,
    group: null,
    objects: [],
    surroundings: null, light: null, clutter: null,
    viewpoint: { canonical: { azimuthRadians: 0, elevationRadians: 0, inPlaneRadians: 0, distance: 1.5 }, raw: null },
    camera,
    framing: null,
    prompt: null,
    seed: 1,
    content: { camera, instances, environment: null, lighting, groundHeight: null },
    passes,
  };
}

describe.each(CONTROL_NAMES)("control %s", (name) => {
  const control = controlOf(name, defaults);

  it("has the size of the image and no soft mask unless asked for", () => {
    const { image, softMask } = control(sample(plates()));
    expect([image.width, image.height, image.data.length]).toEqual([WIDTH, HEIGHT, WIDTH * HEIGHT * image.channels]);
    expect(softMask).toBeNull();
  });

  it("keeps its picture beside a soft mask, which is gray, has the same size and falls off outwards", () => {
    const { image, softMask } = controlOf(name, withSoftMasks)(sample(plates()));
    expect(image).toEqual(control(sample(plates())).image);
    expect(softMask).toMatchObject({ width: WIDTH, height: HEIGHT, channels: 1 });
    expect(softMask!.data).toHaveLength(WIDTH * HEIGHT);
    expect([...new Set(softMask!.data)].sort((a, b) => a - b).slice(0, 1)).toEqual([51]);
    expect(softMask!.data[20 * WIDTH + 22]).toBe(204);
    expect(softMask!.data[0]).toBe(51);
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

  it("gives a blank picture and an even soft mask where there is no object", () => {
    const passes = plates();
    for (const pass of Object.values(passes)) if (typeof pass !== "number") pass.fill(0);
    const { image, softMask } = controlOf(name, withSoftMasks)(sample(passes, false));
    const first = image.data.slice(0, image.channels);
    expect(image.data.every((value, at) => value === first[at % image.channels])).toBe(true);
    expect(new Set(softMask!.data)).toEqual(new Set([51]));
  });
});
