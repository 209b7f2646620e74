/** The control `segmentation`: which pixel shows what, in the colours of ADE20K or one colour per object. */
import * as z from "zod";
import { categoryOf } from "../sample/category-table.js";
import type { Scene } from "../sample/scene.js";
import { ADE20K_CLASS_NAMES, ade20kClassOf, ade20kColor } from "./ade20k.js";
import type { Control } from "./control.js";
import { coveredPixels } from "./coverage.js";
import { instanceColor, type Color } from "./instance-color.js";
import { softMask, softMaskOptions } from "./soft-mask.js";

const className = z
  .string()
  .refine((name) => ADE20K_CLASS_NAMES.includes(name), "must be a class of ADE20K, such as wall, road, sky, box, plaything")
  .nullable()
  .default(null);

export const segmentationOptions = z
  .strictObject({
    colors: z
      .enum(["ade20k", "instance"])
      .default("ade20k")
      .describe("ade20k: by category, the 150-class palette of segmentation ControlNets; instance: each object its own colour"),
    unknownCategory: className.describe("ADE20K class for categories that ADE20K lacks (train, guitar …); null = gray 128, which is none of its colours"),
    background: className.describe("ADE20K class of the background, such as wall, road or sky; null = black, unlabelled"),
    softMask: softMaskOptions,
  })
  .describe("which pixel shows what, as flat colours");

/** Settings of {@link segmentationControl}. */
export type SegmentationOptions = z.infer<typeof segmentationOptions>;

const BLACK: Color = [0, 0, 0];
const GRAY: Color = [128, 128, 128];

/** A control that paints every object in one colour, three channels. */
export function segmentationControl(options: SegmentationOptions): Control {
  return ({ passes, content }) => {
    const { width, height, instanceId } = passes;
    const colorOf = new Map<number, Color>([[0, options.background === null ? BLACK : ade20kColor(options.background)]]);
    const data = new Uint8Array(width * height * 3);
    for (let pixel = 0, at = 0; pixel < instanceId.length; pixel++, at += 3) {
      const id = instanceId[pixel];
      let color = colorOf.get(id);
      if (color === undefined) colorOf.set(id, (color = objectColor(content, id, options)));
      data[at] = color[0];
      data[at + 1] = color[1];
      data[at + 2] = color[2];
    }
    return { image: { width, height, channels: 3, data }, softMask: softMask(coveredPixels(passes), width, height, options.softMask) };
  };
}

function objectColor(scene: Scene, id: number, { colors, unknownCategory }: SegmentationOptions): Color {
  if (colors === "instance") return instanceColor(id);
  const name = scene.instances.find((instance) => instance.instanceId === id)?.shape.category ?? "";
  const known = ade20kClassOf(categoryOf(name)?.id ?? name) ?? unknownCategory;
  return known === null ? GRAY : ade20kColor(known);
}
