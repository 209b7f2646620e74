/** The interface of every control. One file per kind in this folder; the file's name is the id that users type. */
import type { ControlImage, RenderedSample } from "../sample/sample.js";

/** Makes one control image from a rendered sample; pure. */
export type Control = (sample: RenderedSample) => ControlImage;
