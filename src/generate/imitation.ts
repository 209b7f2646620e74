/**
 * Generator `imitation`: imitates a painter without any weights. It keeps the object's form and place, as a painter does
 * who is shown its edges, and makes up everything else: colours, light, background, things around and before it, with
 * everything a little out of place. For trying things out, and for measuring verification.
 */
import * as z from "zod";
import { pow, sin, cos } from "../core/math.js";
import { random, type Random } from "../core/random.js";
import { normalize, type Vector3 } from "../geometry/vector.js";
import type { Passes } from "../sample/passes.js";
import type { ControlledPhoto, ControlledSample, Painting } from "../sample/sample.js";
import type { Generator } from "./generator.js";
import { paintBackground } from "./imitation/background.js";
import { blend, type Canvas } from "./imitation/canvas.js";
import { paintThing } from "./imitation/clutter.js";
import { paintObject } from "./imitation/dress.js";
import { finish } from "./imitation/finish.js";

const range = (most: number) =>
  z.tuple([z.number().min(0).max(most), z.number().min(0).max(most)]).refine(([from, to]) => from <= to, "a range goes from the smaller to the larger number");

/** Options of the generator `imitation`. */
export const imitationGeneratorOptions = z.strictObject({
  warpPixels: range(32).default([2, 4]).describe("how far the picture is out of place, [from, to], in a picture of 512 pixels"),
  things: z.int().min(0).max(20).default(4).describe("most things around the object"),
  hiddenShare: range(0.6).default([0, 0.25]).describe("share of the object that something before it hides, [from, to]"),
  hidingChance: z.number().min(0).max(1).default(0.3).describe("share of the pictures in which something stands before the object"),
});
/** See {@link imitationGeneratorOptions}. */
export type ImitationGeneratorOptions = z.infer<typeof imitationGeneratorOptions>;

/** The generator that imitates a painter. */
export function imitationGenerator(options: ImitationGeneratorOptions): Generator {
  return {
    name: "imitation",
    controls: [],
    probe: () => Promise.resolve(),
    weights: () => Promise.resolve([]),
    prepare: () => Promise.resolve(1),
    generate: (sample) => Promise.resolve({ ...sample, ...("source" in sample ? repainted(sample, options) : painted(sample, options)) }),
    close: () => Promise.resolve(),
  };
}

function painted(sample: ControlledSample, options: ImitationGeneratorOptions): Painting {
  const { passes, content, seed } = sample;
  const { width, height } = passes;
  const canvas: Canvas = { width, height, color: new Float32Array(width * height * 3) };
  const light = drawLight(random(seed, "imitation", "light"));
  const around = random(seed, "imitation", "things");
  paintBackground(canvas, random(seed, "imitation", "background"));
  const object = placeOf(passes);
  for (let thing = around.integer(options.things + 1); thing > 0; thing--) {
    const size = around.uniform(0.04, 0.2) * Math.min(width, height);
    const place = { x: around.uniform(0, width), y: around.uniform(0.2, 1) * height, halfWidth: size * around.uniform(0.6, 1.6), halfHeight: size };
    paintThing(canvas, place, light, around);
  }
  if (object !== null && around.next() < 0.6) paintShadow(canvas, object, light);
  paintObject(canvas, passes, light, content.lighting.exposure, random(seed, "imitation", "object"));
  if (object !== null && around.next() < options.hidingChance) hide(canvas, passes, object, light, options, around);
  return {
    output: finish(canvas, options.warpPixels, random(seed, "imitation", "finish")),
    arm: "imitation",
    labelStatus: "intended",
    generation: { generator: "imitation", model: null, hashes: {}, seed, settings: { arm: "imitation" } },
  };
}

/** A photograph in another tone, a little out of place. */
function repainted({ source, seed }: ControlledPhoto, { warpPixels }: ImitationGeneratorOptions): Painting {
  const { image } = source;
  const canvas: Canvas = { width: image.width, height: image.height, color: new Float32Array(image.width * image.height * 3) };
  for (let pixel = 0; pixel < image.width * image.height; pixel++) {
    for (let channel = 0; channel < 3; channel++) canvas.color[pixel * 3 + channel] = pow(image.data[pixel * image.channels + (image.channels === 1 ? 0 : channel)]! / 255, 2.2);
  }
  return {
    output: finish(canvas, warpPixels, random(seed, "imitation", "finish")),
    arm: "image-edges",
    labelStatus: "none",
    generation: { generator: "imitation", model: null, hashes: { photo: source.sha256 }, seed, settings: { arm: "image-edges" } },
  };
}

/** Towards the light, in camera axes: from above or the side, before or a little behind the object. */
function drawLight(stream: Random): Vector3 {
  const around = stream.uniform(0, 2 * Math.PI);
  return normalize([sin(around), -stream.uniform(0.2, 1.2), -0.3 - 0.9 * Math.max(-0.2, cos(around))]);
}

/** The box around the objects, in pixels; null where none is seen. */
function placeOf({ width, height, instanceId }: Passes): { x0: number; y0: number; x1: number; y1: number } | null {
  const box = { x0: width, y0: height, x1: -1, y1: -1 };
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      if (instanceId[pixel] === 0) continue;
      box.x0 = Math.min(box.x0, column);
      box.x1 = Math.max(box.x1, column);
      box.y0 = Math.min(box.y0, row);
      box.y1 = Math.max(box.y1, row);
    }
  }
  return box.x1 < 0 ? null : box;
}

type Box = NonNullable<ReturnType<typeof placeOf>>;

function paintShadow(canvas: Canvas, { x0, x1, y1 }: Box, light: Vector3): void {
  const x = (x0 + x1) / 2 - light[0] * (x1 - x0) * 0.2;
  const halfWidth = Math.max(2, (x1 - x0) * 0.6);
  const halfHeight = Math.max(2, (x1 - x0) * 0.14);
  for (let row = Math.max(0, Math.floor(y1 - halfHeight)); row < Math.min(canvas.height, y1 + halfHeight); row++) {
    for (let column = Math.max(0, Math.floor(x - halfWidth)); column < Math.min(canvas.width, x + halfWidth); column++) {
      const u = (column - x) / halfWidth;
      const v = (row - y1) / halfHeight;
      const near = 1 - u * u - v * v;
      if (near > 0) blend(canvas, row * canvas.width + column, [0.01, 0.01, 0.012], 0.7 * near);
    }
  }
}

/** Puts something before the object; where it would hide more than it may, it is smaller. */
function hide(canvas: Canvas, { instanceId }: Passes, { x0, y0, x1, y1 }: Box, light: Vector3, { hiddenShare }: ImitationGeneratorOptions, stream: Random): void {
  const wanted = stream.uniform(hiddenShare[0], hiddenShare[1]);
  let area = 0;
  for (const id of instanceId) if (id !== 0) area++;
  // It lies across the box's border, so that about half of it is before the object.
  const size = Math.sqrt((wanted * area) / 2);
  if (size < 2) return;
  const side = stream.integer(4);
  const along = stream.uniform(0.15, 0.85);
  const x = side === 0 ? x0 : side === 1 ? x1 : x0 + (x1 - x0) * along;
  const y = side === 2 ? y0 : side === 3 ? y1 : y0 + (y1 - y0) * along;
  const shape = stream.uniform(0.7, 1.4);
  paintThing(canvas, { x, y, halfWidth: size * shape, halfHeight: size / shape }, light, stream);
}
