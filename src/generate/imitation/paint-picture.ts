/** A whole picture: background, things, shadow, object, something before it, last touch. */
import type { Image } from "../../core/image.js";
import { random } from "../../core/random.js";
import type { Passes } from "../../sample/passes.js";
import type { Scene } from "../../sample/scene.js";
import { paintBackground } from "./backgrounds/registry.js";
import { emptyCanvas } from "./canvas.js";
import { finish } from "./finish.js";
import { drawLight } from "./light.js";
import { castShadow } from "./object/cast-shadow.js";
import { paintObject } from "./object/paint-object.js";
import { boxOfObject } from "./object/pixel-box.js";
import type { ImitationGeneratorOptions } from "./options.js";
import { outlookOf, paintersOutlook } from "./outlook.js";
import { hidePart } from "./things/foreground.js";
import { paintSurroundings } from "./things/surroundings.js";

export interface Picture {
  image: Image;
  background: string;
  /** How many things stand around the object. */
  things: number;
  /** Share of the main object's pixels that something hides, before the picture is warped. */
  hiddenShare: number;
}

/** @param scene of it only camera, exposure and the main object's number count: what is there is what the passes show */
export function paintPicture(passes: Passes, { camera, lighting: { exposure }, instances }: Scene, options: ImitationGeneratorOptions, seed: number): Picture {
  const draw = (purpose: string) => random(seed, "imitation", purpose);
  const canvas = emptyCanvas(passes.width, passes.height);
  const outlook = outlookOf(camera, passes);
  const assumed = paintersOutlook(outlook, draw("outlook"));
  const light = drawLight(outlook, draw("light"));
  const main = instances[0]?.instanceId ?? 1;
  const box = boxOfObject(passes, main);
  const choices = draw("choices");
  const background = paintBackground(canvas, assumed, draw("background"));
  const things = choices.integer(options.things + 1);
  const isHidden = choices.next() < options.hidingChance;
  const hasShadow = choices.next() < options.shadowChance;
  paintSurroundings(canvas, things, box, assumed, light, draw("things"));
  if (hasShadow) castShadow(canvas, passes, outlook, light, draw("shadow"));
  paintObject(canvas, { passes, camera, exposure, outlook, light, keptColorsChance: options.keptColorsChance }, draw("object"));
  const hiddenShare = box !== null && isHidden ? hidePart(canvas, passes, { id: main, box }, options.hiddenShare, assumed, light, draw("foreground")) : 0;
  return { image: finish(canvas, options.warpPixels, draw("finish")), background, things, hiddenShare };
}
