/** Whether what a server sent is a picture that can be used. */
import { decodeRgb } from "../../codecs/image.js";
import { DatasetError } from "../../core/errors.js";
import type { Image } from "../../core/image.js";
import type { Passes } from "../../sample/passes.js";
import type { ControlledPhoto, ControlledView } from "../../sample/sample.js";
import { edgeRecall } from "./edge-recall.js";
import { RemoteError } from "./remote-error.js";

/** Controls whose pictures are edges. */
const EDGE_CONTROLS = ["canny", "geometric-edges"] as const;

/**
 * The picture in the bytes, RGB.
 * @throws RemoteError that may pass when the bytes are damaged; DatasetError E_IMAGE when it has another size
 */
export async function pictureOf(bytes: Uint8Array, { width, height }: { width: number; height: number }, server: string): Promise<Image> {
  const picture = await decodeRgb(bytes, { subject: `the picture from ${server}` }).catch((cause: unknown) => {
    throw new RemoteError(`${server} sent a damaged picture: ${cause instanceof Error ? cause.message : String(cause)}`, { passing: true, hint: "Something between here and the server cut it off.", subject: server, cause });
  });
  if (picture.width !== width || picture.height !== height) {
    throw new DatasetError("E_IMAGE", `${server} sent a picture of ${picture.width} × ${picture.height} pixels; ${width} × ${height} were asked for.`, { hint: "Labels would not fit it. Set camera.width and camera.height to a size that the workflow paints, or let the workflow take {{width}} and {{height}}.", subject: server });
  }
  return picture;
}

/** Of the first control that is made of edges, inside the objects' mask; null where there is none. For the record, four digits. */
export function recallOfEdges(picture: Image, sample: ControlledView | ControlledPhoto, controls: readonly string[]): number | null {
  const name = EDGE_CONTROLS.find((control) => controls.includes(control));
  if (name === undefined) return null;
  const recall = edgeRecall(picture, sample.controls[name]!.image, "passes" in sample ? isObject(sample.passes) : () => true);
  return recall === null ? null : Math.round(recall * 10_000) / 10_000;
}

function isObject({ alpha, instanceId }: Passes): (pixel: number) => boolean {
  return (pixel) => instanceId[pixel] !== 0 || alpha[pixel]! > 0;
}
