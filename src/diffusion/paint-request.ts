/** What a pipeline is asked for, and the checks of it that need no weights. */
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import type { ControlSpan, GuessMode } from "./guidance.js";
import type { NOISE_GENERATORS } from "./noise.js";

/** What one ControlNet follows. */
export interface PipelineControl {
  /** As large as the picture to be made. */
  image: Image;
  weight?: number;
  /** Shares of the run in which it acts. */
  start?: number;
  end?: number;
  /** 255 where the control holds; null = everywhere. */
  mask?: Image | null;
}

/** One picture to be painted. */
export interface PaintRequest {
  prompt: string;
  negativePrompt?: string | null;
  /** One per ControlNet, in their order; a bare image acts fully. */
  controls?: readonly (Image | PipelineControl)[];
  seed: number;
  steps?: number;
  guidance?: number;
  guidanceRescale?: number;
  guessMode?: GuessMode;
  /** DDIM only: 0 is deterministic, 1 as noisy as DDPM. */
  eta?: number;
  width?: number;
  height?: number;
  /** Starts from this noise instead of the seed's: [1, channels, height / 8, width / 8], standard normal. */
  latents?: Float32Array;
  /** Starts from a picture; `strength` is the share of the steps that are taken. */
  start?: { image: Image; strength: number };
  /** Whose numbers the seed gives. */
  noise?: (typeof NOISE_GENERATORS)[number];
  signal?: AbortSignal;
  /** Told before the first question to the networks, when they are loaded, and after each. */
  onStep?(done: number, count: number): void;
}

/** What must be alike for requests to be painted together; prompts, seeds and pictures may differ. */
export function batchKey({ prompt: _prompt, negativePrompt: _negativePrompt, seed: _seed, controls = [], latents: _latents, start, signal: _signal, onStep: _onStep, ...alike }: PaintRequest): string {
  const spans = controls.map((control) => ("data" in control ? {} : { weight: control.weight, start: control.start, end: control.end }));
  return JSON.stringify({ ...alike, spans, strength: start?.strength });
}

/** Width and height in pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

/** A control with everything said. */
export interface CheckedControl {
  image: Image;
  weight: number;
  span: ControlSpan;
  mask: Image | null;
}

/**
 * The size that is asked for, or the usual one.
 * @param factor pixels per latent, each way
 * @param usualSide in pixels
 * @throws DatasetError E_OPTION
 */
export function checkedSize(request: Partial<PictureSize>, factor: number, usualSide: number): PictureSize {
  const size = { width: request.width ?? usualSide, height: request.height ?? usualSide };
  for (const [side, value] of Object.entries(size)) {
    if (Number.isInteger(value) && value >= factor && value % factor === 0) continue;
    throw new DatasetError("E_OPTION", `${side} is ${value}, which this model cannot paint.`, { hint: `Give a multiple of ${factor}.`, subject: side });
  }
  return size;
}

/** The controls, one for each of `count` ControlNets. @throws DatasetError E_OPTION for another number, E_IMAGE for another size */
export function checkedControls({ controls = [] }: PaintRequest, count: number, size: PictureSize): CheckedControl[] {
  if (controls.length !== count) {
    throw new DatasetError("E_OPTION", `${controls.length} control pictures are given for ${count} ControlNets.`, { hint: "Give one for each, in the order of `controlnets`.", subject: "controls" });
  }
  return controls.map((given, index) => {
    const control: PipelineControl = "data" in given ? { image: given } : given;
    const { image, weight = 1, start = 0, end = 1, mask = null } = control;
    for (const picture of mask === null ? [image] : [image, mask]) checkPicture(picture, size, `controls[${index}]`);
    return { image, weight, span: { start, end }, mask };
  });
}

/** @throws DatasetError E_IMAGE when a picture is not as large as the one to be made */
export function checkPicture({ width, height }: Image, size: PictureSize, subject: string): void {
  if (width === size.width && height === size.height) return;
  throw new DatasetError("E_IMAGE", `${subject} is ${width} × ${height}, the picture to be made ${size.width} × ${size.height}.`, { hint: "Both must be of one size.", subject });
}
