/** Options of the signal `orientation`. */
import * as z from "zod";
import { IMAGENET, pictureForm } from "../../outside-models/picture-form.js";

const angle = (firstDegrees: number) => z.strictObject({ firstDegrees: z.number().default(firstDegrees).describe("the angle of 0"), stepDegrees: z.number().default(1).describe("degrees per unit; negative where the model counts the other way round") }).prefault({});
const bins = (count: number, firstDegrees: number) =>
  z.strictObject({ count: z.int().min(2).max(3600).default(count), firstDegrees: z.number().default(firstDegrees).describe("the angle of bin 0"), stepDegrees: z.number().default(1).describe("degrees per bin; negative where the model counts the other way round") }).prefault({});

export const orientationOptions = z.strictObject({
  model: z.string().nullable().default(null).describe("path of an .onnx file that reads azimuth, elevation and in-plane rotation from a picture; null = the signal is left out"),
  ...pictureForm({ size: 224, ...IMAGENET }),
  margin: z.number().min(1).max(10).default(1.2).describe("side of the square that the model sees, relative to the object's longer side"),
  gives: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("bins"), azimuth: bins(360, 0), elevation: bins(180, -90), inPlane: bins(360, -180).nullable() }).describe("how likely each angle is, as logits: azimuth's bins, then elevation's, then in-plane's"),
      z.strictObject({ kind: z.literal("angles"), azimuth: angle(0), elevation: angle(0), inPlane: angle(0).nullable() }).describe("the angles themselves"),
    ])
    .prefault({ kind: "bins" })
    .describe("what the model's output holds from its beginning on; what follows is ignored. Our azimuth: 0 = front, 90 = the object's own left side; elevation: 90 = from above; in-plane: counter-clockwise in the picture"),
});
/** See {@link orientationOptions}. */
export type OrientationOptions = z.infer<typeof orientationOptions>;
/** As users write them. */
export type OrientationInput = z.input<typeof orientationOptions>;
