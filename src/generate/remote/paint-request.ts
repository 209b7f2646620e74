/** What a sample asks of a server, checked: nothing that it asks for may be ignored in silence. */
import { createHash } from "node:crypto";
import { encodePng } from "../../codecs/image.js";
import { DatasetError } from "../../core/errors.js";
import type { ControlledPhoto, ControlledView } from "../../sample/sample.js";

/** What servers paint from. */
export interface RemotePainting {
  id: string;
  prompt: string;
  negative: string;
  width: number;
  height: number;
  controls: { name: string; png: Uint8Array; sha256: string }[];
}

/** Pixels of a picture per latent of Stable Diffusion, each way. */
export const LATENT_PIXELS = 8;

/**
 * @param multiple the sides must be multiples of this
 * @throws DatasetError E_OPTION for a sample without prompt, a size that cannot be painted, a soft mask
 */
export async function remotePainting(generator: string, sample: ControlledView | ControlledPhoto, controls: readonly string[], multiple: number): Promise<RemotePainting> {
  if (sample.prompt === null) throw new DatasetError("E_OPTION", `${generator} needs a prompt, and this sample has none.`, { hint: "Choose a prompter in `prompts`.", subject: "prompts" });
  const { width, height } = "source" in sample ? sample.source.image : sample.content.camera;
  if (width % multiple !== 0 || height % multiple !== 0) {
    throw new DatasetError("E_OPTION", `${generator} cannot paint ${width} × ${height} pixels.`, { hint: `Give camera.width and camera.height as multiples of ${multiple}.`, subject: "camera" });
  }
  const pictures = await Promise.all(
    controls.map(async (name) => {
      const control = sample.controls[name];
      if (control === undefined) throw new DatasetError("E_OPTION", `${generator} needs the control ${name}, which a photograph does not have.`, { hint: "With images, steer by canny alone.", subject: "generator" });
      const { image, softMask } = control;
      if (softMask !== null) throw new DatasetError("E_OPTION", `${generator} cannot weigh the control ${name} by place.`, { hint: `Set controls.${name}.softMask to null, or use the generator diffusion.`, subject: `controls.${name}.softMask` });
      const png = await encodePng(image);
      return { name, png, sha256: createHash("sha256").update(png).digest("hex") };
    }),
  );
  return { id: sample.id, prompt: sample.prompt.text, negative: sample.prompt.negative ?? "", width, height, controls: pictures };
}
