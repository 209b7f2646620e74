/** Options of the signal `class`. */
import * as z from "zod";
import { CLIP, pictureForm } from "../../outside-models/picture-form.js";

export const classOptions = z.strictObject({
  imageModel: z.string().nullable().default(null).describe("path of an .onnx file, the picture half of CLIP with its projection; null = the signal is left out"),
  textModel: z.string().nullable().default(null).describe("path of an .onnx file, the text half of the same CLIP with its projection"),
  tokenizer: z.string().nullable().default(null).describe("folder with CLIP's vocab.json and merges.txt, or tokenizer.json"),
  ...pictureForm({ size: 224, ...CLIP }),
  margin: z.number().min(1).max(10).default(1.2).describe("side of the square that the model sees, relative to the object's longer side"),
  prompt: z.string().refine((text) => text.includes("{category}"), "it must contain {category}").default("a photo of a {category}").describe("what is said of a picture; {category} is replaced"),
  others: z.array(z.string().min(1)).default([]).describe("further categories that a picture may be taken for, beside those of the dataset"),
  scale: z.number().positive().default(100).describe("the model's logit scale"),
});
/** See {@link classOptions}. */
export type ClassOptions = z.infer<typeof classOptions>;
