/** The interface of every control. One file per kind in this folder; the file's name is the id that users type. */
import type { ControlImage, RenderedView } from "../sample/sample.js";

/** Makes one control image from a rendered view; pure. */
export type Control = (view: RenderedView) => ControlImage;
