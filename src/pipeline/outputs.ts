/** What is kept on disk of a sample: one encoder per output name. */
import { encodePng, encodePng16 } from "../codecs/image.js";
import { CONTROL_NAMES, CONTROL_OUTPUTS } from "../controls/registry.js";
import { log2 } from "../core/math.js";
import type { OutputName } from "../recipe/schema.js";
import { objectPicture } from "../render/object-picture.js";
import type { Passes } from "../sample/passes.js";
import type { GeneratedView } from "../sample/sample.js";
import { coordinateCube } from "../sample/shape-box.js";

/**
 * World units per step of the stored depth: the smallest power of two with which the farthest point still fits into
 * 16 bits, so that decoding is exact. 0 means "no object".
 */
export function depthUnitsPerStep(passes: Passes): number {
  let farthest = 0;
  const { depth } = passes;
  for (let pixel = 0; pixel < depth.length; pixel++) if (depth[pixel]! > farthest) farthest = depth[pixel]!;
  if (farthest === 0) return 1 / 65536;
  let exponent = Math.ceil(log2(farthest / 65535) - 1e-9);
  while (powerOfTwo(exponent) * 65535 < farthest) exponent++;
  return powerOfTwo(exponent);
}

function powerOfTwo(exponent: number): number {
  let value = 1;
  for (let step = 0; step < Math.abs(exponent); step++) value *= exponent < 0 ? 0.5 : 2;
  return value;
}

/**
 * Encodes outputs of a sample as PNG bytes; the soft mask of a control comes after its picture, named `<output>-mask`.
 * @param depthStep from {@link depthUnitsPerStep}
 */
export async function encodeOutputs(names: readonly OutputName[], sample: GeneratedView, depthStep: number): Promise<{ name: string; bytes: Uint8Array }[]> {
  const pictures = names.map(async (name) => ({ name: name as string, bytes: await encodeOutput(name, sample, depthStep) }));
  const masks = CONTROL_NAMES.filter((name) => names.includes(CONTROL_OUTPUTS[name])).map(async (name) => {
    const mask = sample.controls[name].softMask;
    return mask === null ? [] : [{ name: `${CONTROL_OUTPUTS[name]}-mask`, bytes: await encodePng(mask) }];
  });
  return [...(await Promise.all(pictures)), ...(await Promise.all(masks)).flat()];
}

/** Encodes one output of a sample as PNG bytes. */
export function encodeOutput(name: OutputName, sample: GeneratedView, depthStep: number): Promise<Uint8Array> {
  const { passes } = sample;
  const { width, height } = passes;
  switch (name) {
    case "image":
      return encodePng(sample.output, paintedText(sample));
    case "render":
      return encodePng(objectPicture(sample));
    case "canny":
    case "geometric-edges":
    case "segmentation":
    case "coarse-box":
      return encodePng(sample.controls[name].image);
    case "depth-control":
      return encodePng(sample.controls["depth"].image);
    case "normal-control":
      return encodePng(sample.controls["normal"].image);
    case "mask":
      return encodePng({ width, height, channels: 1, data: labelledMask(sample) });
    case "depth":
      return encodePng16(depthSteps(passes.depth, depthStep), width, height, 1);
    case "instance":
      return encodePng16(passes.instanceId, width, height, 1);
    case "part":
      return encodePng16(passes.partId, width, height, 1);
    case "normal":
      return encodePng16(masked(passes, quantize(passes.normal, 32767.5, 32767.5)), width, height, 3);
    case "nocs":
      return encodePng16(objectCoordinateSteps(sample), width, height, 3);
  }
}

/** 0..65535 over the cube of each object, see `coordinateCube` of the record. */
function objectCoordinateSteps({ passes, content }: GeneratedView): Uint16Array {
  const values = masked(passes, quantize(passes.objectCoordinates, 65535, 32767.5));
  for (const { instanceId, shape } of content.instances) {
    const cube = coordinateCube(shape);
    if (cube === null) continue;
    for (let pixel = 0; pixel < passes.instanceId.length; pixel++) {
      if (passes.instanceId[pixel] !== instanceId) continue;
      const centred = [0, 1, 2].map((axis) => passes.objectCoordinates[pixel * 3 + axis]! - cube.center[axis]!);
      values.set(quantize(Float32Array.from(centred), 65535 / cube.side, 32767.5), pixel * 3);
    }
  }
  return values;
}

/** What a painted picture was made with, for its own text: a picture goes far from its record. */
export function paintedText({ generation, prompt }: Pick<GeneratedView, "generation" | "prompt">): { text?: Record<string, string> } {
  if (generation.generator === "render") return {};
  return { text: { Software: "dst3d", prompt: prompt?.text ?? "", "negative prompt": prompt?.negative ?? "", generation: JSON.stringify(generation) } };
}

/** 255 where a labelled object is seen. */
function labelledMask({ passes, content }: GeneratedView): Uint8Array {
  const without = new Set([0, ...content.instances.filter(({ labelled }) => labelled === false).map(({ instanceId }) => instanceId)]);
  return Uint8Array.from(passes.instanceId, (id) => (without.has(id) ? 0 : 255));
}

/** 0 stays for pixels without object alone, however near one is. */
function depthSteps(depth: Float32Array, step: number): Uint16Array {
  const out = quantize(depth, 1 / step, 0);
  for (let index = 0; index < out.length; index++) if (out[index] === 0 && depth[index]! > 0) out[index] = 1;
  return out;
}

function quantize(values: Float32Array, factor: number, offset: number): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = Math.floor(values[index]! * factor + offset + 0.5);
    out[index] = value < 0 ? 0 : value > 65535 ? 65535 : value;
  }
  return out;
}

/** Sets the three channels of pixels without object to 0. */
function masked(passes: Passes, values: Uint16Array): Uint16Array {
  for (let pixel = 0; pixel < passes.instanceId.length; pixel++) {
    if (passes.instanceId[pixel] === 0) values.fill(0, pixel * 3, pixel * 3 + 3);
  }
  return values;
}
