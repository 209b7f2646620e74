/** Options of the signal `depth`. */
import * as z from "zod";
import { IMAGENET, pictureForm } from "../../outside-models/picture-form.js";

export const depthOptions = z.strictObject({
  model: z.string().nullable().default(null).describe("path of an .onnx file that reads depth from a picture, such as MiDaS or Depth Anything; null = the signal is left out"),
  ...pictureForm({ size: 518, ...IMAGENET }),
  gives: z.enum(["depth", "inverse-depth"]).default("inverse-depth").describe("whether the model's numbers grow with the distance, or with its inverse"),
  margin: z.number().min(1).max(10).default(1.5).describe("side of the square that the model sees, relative to the object's longer side"),
});
/** See {@link depthOptions}. */
export type DepthOptions = z.infer<typeof depthOptions>;
