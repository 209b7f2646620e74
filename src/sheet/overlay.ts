/**
 * Drawing a record's labels over its image. Only the record is used (K, rotations, boxes, run-length masks), so a label
 * that does not sit right on the picture is a wrong label.
 */
import type { Image } from "../core/image.js";
import type { ObjectRecord, RegionRecord, SampleRecord } from "../sample/record.js";
import { Canvas, type Color, type Path, type Point } from "./canvas.js";
import { drawMaskOutline } from "./mask-outline.js";
import { arrowOf, axisStrokes, boxStrokes } from "./label-strokes.js";
import { ObjectView } from "./object-view.js";
import { BOXES, FRONT, KEYPOINT, MASK, SHADOW } from "./palette.js";

/** Which labels are drawn. */
export interface OverlayOptions {
  /** 3D box; the front (−y) tinted and in amber, edges behind the object thin and dim. */
  box: boolean;
  /** Axes of the object frame: x red, y green, z blue, and the front direction −y as an amber arrow. */
  axes: boolean;
  /** Outline of the visible mask. */
  mask: boolean;
  /** Keypoints: filled where visible, hollow where occluded. */
  keypoints: boolean;
}

export const OVERLAY_DEFAULTS: OverlayOptions = { box: true, axes: true, mask: true, keypoints: true };

/**
 * The image with labels drawn in. Of an image whose `labelStatus` is `none` there are none, but what others have marked in it.
 * @param image the sample's image, or that image at another size
 */
export function drawOverlay(image: Image, record: SampleRecord, options: Partial<OverlayOptions> = {}): Image {
  const { box, axes, mask, keypoints } = { ...OVERLAY_DEFAULTS, ...options };
  const canvas = new Canvas(image.width, image.height);
  canvas.place(image, 0, 0);
  const stroke = Math.max(1.1, Math.min(image.width, image.height) / 210);
  if (record.regions !== null) drawRegions(canvas, record.regions, { box, mask, keypoints }, stroke);
  if (record.labelStatus === "none") return canvas.image;
  // Far objects first, so that nearer labels lie over theirs.
  const order = record.objects.map((object, index) => ({ object, color: BOXES[index % BOXES.length]! }));
  order.sort((a, b) => b.object.translationObjectToCamera[2] - a.object.translationObjectToCamera[2]);
  for (const { object, color } of order) {
    const view = new ObjectView(record, object, image.width, image.height);
    if (mask) drawMaskOutline(canvas, object.maskVisible, 0, 0, image.width, image.height, { color: MASK, opacity: 0.95 });
    if (box) drawBox(canvas, object, view, stroke, color);
    if (axes) drawAxes(canvas, object, view, stroke);
    if (keypoints) drawKeypoints(canvas, object.keypoints, (place) => view.toPicture(place), stroke);
  }
  return canvas.image;
}

/** A line that shows on light and dark ground alike. */
function outlined(canvas: Canvas, path: Path, width: number, color: Color): void {
  canvas.path(path, width + 1.6, { color: SHADOW, opacity: 0.4 });
  canvas.path(path, width, { color, opacity: 1 });
}

function drawBox(canvas: Canvas, object: ObjectRecord, view: ObjectView, stroke: number, color: Color): void {
  const { front, edges } = boxStrokes(object, view, color);
  for (const piece of front?.pieces ?? []) canvas.convexPolygon(piece, { color: FRONT, opacity: front!.isVisible ? 0.22 : 0.08 });
  for (const { path, color: own, kind } of edges) {
    if (kind === "hidden") canvas.path(path, Math.max(0.9, stroke * 0.65), { color: own, opacity: 0.5 });
    else outlined(canvas, path, kind === "front" ? stroke * 1.2 : stroke, own);
  }
}

function drawAxes(canvas: Canvas, object: ObjectRecord, view: ObjectView, stroke: number): void {
  for (const { path, color, isFront } of axisStrokes(object, view)) {
    const width = isFront ? stroke * 1.6 : stroke;
    const arrow = arrowOf(path, width);
    if (arrow === null) continue;
    outlined(canvas, arrow.shaft, width, color);
    canvas.convexPolygon(arrow.head, { color, opacity: 1 });
  }
  const origin = view.point([0, 0, 0]);
  if (origin !== null) canvas.disc(origin, stroke * 1.2, { color: [255, 255, 255], opacity: 1 });
}

/** Boxes in the picture's plane, masks and points. */
function drawRegions(canvas: Canvas, { width, height, objects }: NonNullable<SampleRecord["regions"]>, { box, mask, keypoints }: Omit<OverlayOptions, "axes">, stroke: number): void {
  const toPicture = ([x, y]: Point): Point => [(x * canvas.width) / width, (y * canvas.height) / height];
  for (const [index, region] of objects.entries()) {
    if (mask && region.mask !== null) drawMaskOutline(canvas, region.mask, 0, 0, canvas.width, canvas.height, { color: MASK, opacity: 0.95 });
    if (box && region.boxXYXY !== null) {
      const [x0, y0, x1, y1] = region.boxXYXY;
      const corners = ([[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]] as Point[]).map(toPicture);
      for (let side = 0; side < 4; side++) outlined(canvas, [corners[side]!, corners[side + 1]!], stroke, BOXES[index % BOXES.length]!);
    }
    if (keypoints) drawKeypoints(canvas, region.keypoints, toPicture, stroke);
  }
}

function drawKeypoints(canvas: Canvas, points: RegionRecord["keypoints"], toPicture: (place: Point) => Point, stroke: number): void {
  const radius = stroke * 1.7;
  for (const { image, visibility } of points) {
    if (image === null || visibility === "outside") continue;
    const at = toPicture([image[0], image[1]]);
    if (visibility === "visible") {
      canvas.disc(at, radius + 1, { color: SHADOW, opacity: 0.85 });
      canvas.disc(at, radius, { color: KEYPOINT, opacity: 1 });
    } else {
      const half = Math.max(0.45, stroke * 0.25);
      canvas.ring(at, radius - half - 0.6, radius + half + 0.6, { color: SHADOW, opacity: 0.6 });
      canvas.ring(at, radius - half, radius + half, { color: KEYPOINT, opacity: 0.9 });
    }
  }
}
