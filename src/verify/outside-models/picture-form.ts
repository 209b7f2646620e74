/** How models of others want their pictures, as options. */
import * as z from "zod";

const three = z.tuple([z.number(), z.number(), z.number()]);

/** How such a model wants its pictures; mean and deviation are of values 0 to 1. */
export interface PictureForm {
  size: number;
  mean: readonly [number, number, number];
  deviation: readonly [number, number, number];
}

export const IMAGENET = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] } as const;
export const CLIP = { mean: [0.48145466, 0.4578275, 0.40821073], deviation: [0.26862954, 0.26130258, 0.27577711] } as const;

/** Options that every such model has. */
export function pictureForm({ size, mean, deviation }: PictureForm) {
  return {
    size: z.int().min(16).max(2048).default(size).describe("side of the square picture that the model reads, in pixels"),
    mean: three.default([...mean]).describe("taken from the colours, which go from 0 to 1"),
    deviation: three.refine((values) => values.every((value) => value > 0), "deviations are above 0").default([...deviation]).describe("the colours are divided by it afterwards"),
  };
}
