/** A recipe's `camera`: image size, lens, and where in the picture the object lies. */
import * as z from "zod";
import type { FrameSide } from "../geometry/framing.js";
import { distortionOptions } from "./distortion.js";

const SIDES = ["left", "right", "top", "bottom"] as const satisfies readonly FrameSide[];

const ordered = ([from, to]: readonly [number, number]): boolean => from <= to;
const ORDERED = "a range goes from the smaller to the larger number";
const share = (most: number) => z.number().min(0).max(most);

const truncatedOptions = z
  .strictObject({
    share: z
      .tuple([share(0.95), share(0.95)])
      .refine(ordered, ORDERED)
      .default([0.1, 0.4])
      .describe("share of the object (of its amodal mask) that lies outside the image, [from, to]"),
    chance: share(1).default(1).describe("share of the views that are truncated; the others are whole"),
    sides: z.array(z.enum(SIDES)).min(1).default([...SIDES]).describe("sides of the image that may cut the object; one is drawn"),
  });

const framingOptions = z
  .strictObject({
    fill: z
      .tuple([z.number().min(0.01).max(3), z.number().min(0.01).max(3)])
      .refine(ordered, ORDERED)
      .default([0.5, 0.8])
      .describe("longer side of the object's projected 3D box as a share of the image's shorter side, [from, to]; above 1 it may reach beyond the image"),
    offCentre: share(1).default(0).describe("how far from the centre the object may lie: 0 = centred, 1 = anywhere up to touching the image's border"),
    truncated: truncatedOptions.nullable().default(null).describe("cuts objects off at the image's border on purpose; null = never"),
    adjust: z
      .enum(["distance", "focalLength"])
      .default("distance")
      .describe("what is changed to reach `fill`: the camera's distance, or (keeping the distance along the optical axis) its focal length"),
  })
  .refine(({ fill, truncated }) => truncated === null || fill[1] <= 1, "with `truncated`, `fill` must not exceed 1: larger objects are cut off anyway");

const focal = z.number().positive().max(1_000_000);

/** The schema of a recipe's `camera`. */
export const cameraOptions = z.strictObject({
  width: z.int().min(16).max(8192).default(512).describe("image width in pixels"),
  height: z.int().min(16).max(8192).default(512).describe("image height in pixels"),
  focalLengthPixels: z
    .union([focal, z.tuple([focal, focal]).refine(ordered, ORDERED)])
    .nullable()
    .default(null)
    .describe("focal length in pixels, or a range [from, to]; null = 560 · width / 512, the original's 35 mm lens on a 32 mm sensor"),
  principalPoint: z
    .tuple([z.number(), z.number()])
    .nullable()
    .default(null)
    .describe("[x, y] in pixels, pixel centres at +0.5; null = the image's centre"),
  principalPointSpread: z
    .tuple([z.number().min(0), z.number().min(0)])
    .default([0, 0])
    .describe("[x, y] in pixels: the principal point is drawn up to this far from its place"),
  distortion: distortionOptions,
  framing: framingOptions
    .nullable()
    .default(null)
    .describe("puts the object into the picture by its size and place there; null = the camera looks at the object's centre from `viewpoints`' distance"),
});

/** A recipe's `camera`, defaults filled in. */
export type CameraOptions = z.infer<typeof cameraOptions>;
