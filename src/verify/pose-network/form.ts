/** What a pose network says of itself: all that it takes to ask it, and how far it is off. */
import * as z from "zod";
import type { KcfTaskOptions } from "../kcf/task.js";
import { errorTable } from "./pose-errors.js";

/** Raised when a file of the same content would be asked otherwise. */
export const POSE_NETWORK_VERSION = 1;

/** Text that terminals show as it is. */
const name = z.string().min(1).max(200).regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, "has control characters");

/** The schema of the form. */
export const poseNetworkForm = z
  .strictObject({
    version: z.literal(POSE_NETWORK_VERSION),
    variant: z.literal("corrected").describe("canonical poses, running averages, flip test"),
    network: z.strictObject({ kind: z.literal("residual"), widths: z.array(z.int().min(1).max(4096)).min(1).max(8) }),
    layout: z.strictObject({ size: z.int().min(16).max(518), border: z.int().min(0).max(64) }).describe("side of what the network reads, and of the border around it that training may shift in, in pixels"),
    categories: z.array(name).min(1).max(10_000).describe("in the order of its outputs"),
    heldOut: z
      .strictObject({ aroundBox: errorTable.describe("shown as it has learnt: a square around the object's box"), wholePicture: errorTable.describe("the same pictures, shown as a whole") })
      .describe("its own error, on pictures of shapes that it did not learn from"),
    learnt: z.strictObject({ run: name, arms: z.array(name), pictures: z.int().min(1), shapes: z.int().min(1), epochs: z.int().min(1) }).describe("what it learnt from"),
  })
  .refine(({ categories }) => new Set(categories).size === categories.length, { path: ["categories"], message: "a name comes twice" })
  .refine(({ categories, heldOut }) => Object.values(heldOut).every(({ perCategory }) => Object.keys(perCategory).length === categories.length && categories.every((category) => Object.hasOwn(perCategory, category))), { path: ["heldOut"], message: "its categories are not those of the network" });
/** See {@link poseNetworkForm}. */
export type PoseNetworkForm = z.infer<typeof poseNetworkForm>;

/** Names as a form may hold them: others are told without what it refuses. */
export function formName(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, "?").slice(0, 200) || "?";
}

/** What of a form it takes to ask the network. */
export type AskedForm = Pick<PoseNetworkForm, "variant" | "network" | "layout" | "categories">;

/** Options of the training task whose network this is. Those of learning do not matter for asking. */
export function taskOptionsOf({ variant, network, layout, categories }: AskedForm, learning = { batch: 32, epochs: 1, learningRate: 1 }): KcfTaskOptions {
  return { variant, network, ...layout, categories: categories.length, ...learning };
}
