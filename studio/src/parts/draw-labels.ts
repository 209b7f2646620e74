/** Labels over a picture, from nothing but the record's numbers: what does not sit right on the picture is a wrong label. */
import { decodeMask, type RunLengthMask } from "../../../src/codecs/rle.js";
import type { Color, Path, Point } from "../../../src/sheet/canvas.js";
import { arrowOf, axisStrokes, boxStrokes } from "../../../src/sheet/label-strokes.js";
import { ObjectView } from "../../../src/sheet/object-view.js";
import { BOXES, FRONT, KEYPOINT, MASK } from "../../../src/sheet/palette.js";
import type { SampleLabels, SampleRecord } from "../../../src/studio/protocol.js";
import type { Overlay } from "./overlay-options.js";

type Labelled = SampleLabels["objects"][number];
const AMODAL: Color = [120, 190, 255];

/**
 * Draws into a canvas of any size that covers the whole picture.
 * @param scale pixels of the canvas per CSS pixel, for the width of lines
 */
export function drawLabels(context: CanvasRenderingContext2D, labels: SampleLabels, overlays: ReadonlySet<Overlay>, scale: number): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const { camera, regions } = labels;
  const stroke = scale * Math.max(1.1, Math.min(2.2, Math.min(width, height) / scale / 240));
  if (regions !== null) drawRegions(new Pen(context, width / regions.width, height / regions.height, stroke), regions, overlays);
  if (camera === null || labels.labelStatus === "none") return;
  const pen = new Pen(context, width / camera.width, height / camera.height, stroke);
  const order = labels.objects.map((object, at) => ({ object, color: BOXES[at % BOXES.length]! }));
  order.sort((a, b) => b.object.translationObjectToCamera[2] - a.object.translationObjectToCamera[2]);
  for (const { object, color } of order) {
    const view = new ObjectView({ camera } as SampleRecord, object as unknown as SampleRecord["objects"][number], width, height);
    if (overlays.has("maskAmodal")) pen.mask(object.maskAmodal, object.maskAmodal.offset, AMODAL);
    if (overlays.has("maskVisible")) pen.mask(object.maskVisible, [0, 0], MASK);
    if (overlays.has("boxes2d")) pen.boxes(object, color);
    if (overlays.has("box3d")) box3d(pen, object, view, color);
    if (overlays.has("axes")) axes(pen, object, view);
    if (overlays.has("keypoints")) pen.keypoints(object);
  }
}

function drawRegions(pen: Pen, { objects }: NonNullable<SampleLabels["regions"]>, overlays: ReadonlySet<Overlay>): void {
  for (const [at, region] of objects.entries()) {
    if (overlays.has("maskVisible")) pen.mask(region.mask, [0, 0], MASK);
    if (overlays.has("boxes2d")) pen.boxes({ boxVisibleXYXY: region.boxXYXY, boxAmodalXYXY: null }, BOXES[at % BOXES.length]!);
    if (overlays.has("keypoints")) pen.keypoints(region);
  }
}

function box3d(pen: Pen, object: Labelled, view: ObjectView, color: Color): void {
  const { front, edges } = boxStrokes(object, view, color);
  for (const piece of front?.pieces ?? []) pen.fill(piece, FRONT, front!.isVisible ? 0.22 : 0.08);
  for (const { path, color: own, kind } of edges) {
    if (kind === "hidden") pen.line(path, own, 0.7, 0.5);
    else pen.line(path, own, kind === "front" ? 1.2 : 1, 1);
  }
}

function axes(pen: Pen, object: Labelled, view: ObjectView): void {
  for (const { path, color, isFront } of axisStrokes(object, view)) pen.arrow(path, color, isFront ? 1.6 : 1);
}

/** Lines that show on light and dark ground alike. */
class Pen {
  constructor(readonly context: CanvasRenderingContext2D, readonly scaleX: number, readonly scaleY: number, readonly stroke: number) {}

  line(path: readonly Point[], color: Color, width: number, opacity: number): void {
    const { context } = this;
    context.beginPath();
    path.forEach(([x, y], at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.lineCap = "round";
    context.lineJoin = "round";
    if (opacity === 1) {
      context.strokeStyle = "rgb(0 0 0 / 0.4)";
      context.lineWidth = this.stroke * width + 1.6;
      context.stroke();
    }
    context.strokeStyle = css(color, opacity);
    context.lineWidth = this.stroke * width;
    context.stroke();
  }

  fill(path: readonly Point[], color: Color, opacity: number): void {
    const { context } = this;
    context.beginPath();
    path.forEach(([x, y], at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.closePath();
    context.fillStyle = css(color, opacity);
    context.fill();
  }

  arrow(path: Path, color: Color, width: number): void {
    const arrow = arrowOf(path, this.stroke * width);
    if (arrow === null) return;
    this.line(arrow.shaft, color, width, 1);
    this.fill(arrow.head, color, 1);
  }

  /** A mask as a light veil with an outline. */
  mask(mask: { size: readonly [number, number]; counts: string } | null, offset: readonly [number, number], color: Color): void {
    if (mask === null) return;
    const [height, width] = mask.size;
    if (width < 1 || height < 1) return;
    const inside = decodedOrNull(mask);
    if (inside === null) return;
    const pixels = new ImageData(width, height);
    const words = new Uint32Array(pixels.data.buffer);
    const [r, g, b] = color;
    const rgb = (b << 16) | (g << 8) | r;
    const veil = ((70 << 24) | rgb) >>> 0;
    const edge = ((255 << 24) | rgb) >>> 0;
    const thickness = Math.max(1, Math.round(this.stroke / this.scaleX));
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at++) {
        if (inside[at] === 0) continue;
        const isEdge = x < thickness || y < thickness || x >= width - thickness || y >= height - thickness || inside[at - thickness] === 0 || inside[at + thickness] === 0 || inside[at - thickness * width] === 0 || inside[at + thickness * width] === 0;
        words[at] = isEdge ? edge : veil;
      }
    }
    const buffer = new OffscreenCanvas(width, height);
    buffer.getContext("2d")!.putImageData(pixels, 0, 0);
    this.context.drawImage(buffer, offset[0] * this.scaleX, offset[1] * this.scaleY, width * this.scaleX, height * this.scaleY);
  }

  /** Tight around what is visible: solid; around all of it: dashed. */
  boxes({ boxVisibleXYXY, boxAmodalXYXY }: Pick<Labelled, "boxVisibleXYXY" | "boxAmodalXYXY">, color: Color): void {
    const { context } = this;
    const outline = (box: readonly number[] | null, dash: number[]): void => {
      if (box === null) return;
      const [x0, y0, x1, y1] = box as [number, number, number, number];
      const [a, b] = [x0 * this.scaleX, y0 * this.scaleY];
      const [c, d] = [x1 * this.scaleX, y1 * this.scaleY];
      context.setLineDash(dash);
      this.line([[a, b], [c, b], [c, d], [a, d], [a, b]], color, 0.9, dash.length > 0 ? 0.8 : 1);
      context.setLineDash([]);
    };
    outline(boxAmodalXYXY, [this.stroke * 4, this.stroke * 3]);
    outline(boxVisibleXYXY, []);
  }

  keypoints({ keypoints }: { keypoints: readonly Pick<Labelled["keypoints"][number], "image" | "visibility">[] }): void {
    const { context } = this;
    for (const { image, visibility } of keypoints) {
      if (image === null || visibility === "outside") continue;
      context.beginPath();
      context.arc(image[0] * this.scaleX, image[1] * this.scaleY, this.stroke * 1.9, 0, 2 * Math.PI);
      context.lineWidth = this.stroke * 0.8;
      context.strokeStyle = visibility === "visible" ? "rgb(0 0 0 / 0.85)" : css(KEYPOINT, 0.9);
      if (visibility === "visible") {
        context.fillStyle = css(KEYPOINT, 1);
        context.fill();
      }
      context.stroke();
    }
  }
}

/** A mask that a record only claims to hold must not take the page with it. */
function decodedOrNull(mask: RunLengthMask): Uint8Array | null {
  try {
    return decodeMask(mask);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function css([r, g, b]: Color, opacity: number): string {
  return `rgb(${r} ${g} ${b} / ${opacity})`;
}
