/** Options of the generator `a1111`. */
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { paintingOptions, serverOptions } from "../remote/options.js";

/** Who is heard where prompt and control differ. */
export const CONTROL_MODES = { balanced: "Balanced", prompt: "My prompt is more important", control: "ControlNet is more important" } as const;

/** Options of the generator `a1111`. */
export const a1111GeneratorOptions = z.strictObject({
  ...serverOptions("http://127.0.0.1:7860"),
  model: z.string().min(1).describe("the checkpoint as the server calls it; ending, folder and hash may be left out"),
  ...paintingOptions,
  sampler: z.string().min(1).default("DDIM").describe("the server's sampler"),
  scheduler: z.string().min(1).nullable().default(null).describe("the server's schedule type; null = its choice"),
  controlMode: z.enum(["balanced", "prompt", "control"]).default("balanced").describe("who is heard where prompt and control differ"),
});
/** See {@link a1111GeneratorOptions}. */
export type A1111GeneratorOptions = z.infer<typeof a1111GeneratorOptions>;

/** Names of the controls that steer it. */
export function a1111Controls({ arm, controlnets }: A1111GeneratorOptions): string[] {
  return arm === "text2image" ? [] : [...new Set(controlnets.map(({ control }) => control))];
}

/** @throws DatasetError E_OPTION when nothing steers the model */
export function checkSteered({ arm, controlnets, model }: A1111GeneratorOptions): void {
  if (arm === "text2image" || controlnets.length > 0) return;
  throw new DatasetError("E_OPTION", `Nothing steers ${model}: it has no ControlNet.`, { hint: "Name one in generator.controlnets, or set arm: text2image.", subject: "generator.controlnets" });
}
