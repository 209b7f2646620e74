/** Options that generators on servers have in common; what both know is called as the generator `diffusion` calls it. */
import * as z from "zod";
import { controlSpan } from "../../diffusion/guidance.js";
import { STEERING } from "../diffusion-options.js";
import { serverUrl } from "./server-url.js";

/** @param usual the address that the program has when nothing else is said */
export function serverOptions(usual: string) {
  return {
    servers: z.array(serverUrl).min(1, "no server").default([usual]).describe("addresses of one or several servers that share the work; user, password and tokens are read from the environment"),
    timeoutSeconds: z.number().min(1).max(86_400).default(600).describe("longest time without a sign of progress on an image before it is tried again"),
    retries: z.int().min(0).max(100).default(6).describe("how often an image is tried again after errors that may pass, with growing pauses"),
  };
}

/** One ControlNet. */
export const remoteControlnet = z.strictObject({
  model: z.string().min(1).describe("the ControlNet as the server calls it; ending, folder and hash may be left out, and the rest of a name that no other begins with"),
  control: z.enum(STEERING).describe("the control that it was trained for"),
});

/** What is asked of a model. */
export const paintingOptions = {
  arm: z.enum(["diffusion", "text2image"]).default("diffusion").describe("diffusion: painted over controls, labelled by intention; text2image: from the prompt alone, without label"),
  controlnets: z.array(remoteControlnet).default([]).describe("ControlNets that act together"),
  steps: z.int().min(1).max(1000).nullable().default(null).describe("steps from noise to picture; null = 20"),
  guidance: z.number().min(0).max(100).nullable().default(null).describe("classifier-free guidance; null = 9"),
  weight: z.number().min(0).max(2).nullable().default(null).describe("how strongly the controls act; null = 1"),
  span: controlSpan.prefault({}).describe("share of the steps in which the controls act"),
};

/** What stands for null. */
export const PAINTING_DEFAULTS = { steps: 20, guidance: 9, weight: 1 } as const;

/** Options that say where and how patiently, and nothing about the picture: another value makes no sample stale. */
export const UNSEEN_OPTIONS = ["servers", "timeoutSeconds", "retries"] as const;
