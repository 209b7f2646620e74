/** Models of others that look at a picture: depth, orientation, the picture half of CLIP. */
import type { Image } from "../../core/image.js";
import { shapeText } from "../../nn/graph/value.js";
import type { FloatTensor } from "../../nn/graph/float-tensor.js";
import { openModel, unfitModel } from "./open-model.js";
import type { PictureForm } from "./picture-form.js";

/** A model at work. */
export interface PictureModel {
  path: string;
  what: string;
  /** The outputs for one square RGB picture, by name. */
  run(picture: Image): Promise<Record<string, FloatTensor>>;
  release(): Promise<void>;
}

/** @throws DatasetError as openModel; E_MODEL when it does not read one float32 picture [1, 3, size, size] */
export async function openPictureModel(path: string, what: string, form: PictureForm, device: string): Promise<PictureModel> {
  const session = await openModel(path, what, device);
  const { size } = form;
  const expected = `one input float32 [1, 3, ${size}, ${size}]`;
  const [input] = session.signatures;
  const wanted = [1, 3, size, size];
  const fits = session.signatures.length === 1 && input!.type === "float32" && input!.shape.length === 4 && input!.shape.every((found, axis) => typeof found !== "number" || found < 0 || found === wanted[axis]);
  if (!fits) {
    await session.release();
    const found = session.signatures.map(({ name, type, shape }) => `${name} ${type ?? "of another kind"} ${shapeText(shape)}`).join(", ");
    throw unfitModel(path, what, `it reads ${found === "" ? "nothing" : found}`, `${expected}, the size being the option \`size\``);
  }
  return {
    path,
    what,
    async run(picture) {
      const results = await session.run({ [input!.name]: { type: "float32", data: planesOf(picture, form), shape: wanted } });
      const outputs: Record<string, FloatTensor> = {};
      for (const [name, result] of Object.entries(results)) if (result.type === "float32") outputs[name] = { data: result.data, shape: result.shape };
      return outputs;
    },
    release: () => session.release(),
  };
}

/** RGB bytes as normalised planes. */
export function planesOf({ width, height, channels, data }: Image, { mean, deviation }: PictureForm): Float32Array {
  const plane = width * height;
  const planes = new Float32Array(plane * 3);
  for (let color = 0; color < 3; color++) {
    for (let pixel = 0; pixel < plane; pixel++) planes[color * plane + pixel] = (data[pixel * channels + color]! / 255 - mean[color]!) / deviation[color]!;
  }
  return planes;
}
