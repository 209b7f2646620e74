/** The contact sheet: many samples of a run with their labels, in one picture. */
import type { Image } from "../core/image.js";
import { degrees } from "../core/math.js";
import { imageCategory } from "../sample/image-category.js";
import type { SampleRecord } from "../sample/record.js";
import { Canvas, type Color, type Point } from "./canvas.js";
import { drawOverlay, OVERLAY_DEFAULTS, type OverlayOptions } from "./overlay.js";
import { AXIS_X, AXIS_Y, AXIS_Z, BACKGROUND, BOXES, FRONT, KEYPOINT, MASK, TEXT, TEXT_DIM, TILE_FRAME } from "./palette.js";
import { scaleImage } from "../core/scale-image.js";
import { drawText, fitText, textWidth, wrapText } from "./text.js";

/** A sample on the sheet. */
export interface SheetSample {
  image: Image;
  record: SampleRecord;
  /** What stands under it instead of what its record says. */
  caption?: SheetCaption;
}

/** Words under a picture. */
export interface SheetCaption {
  /** At the left of the first line, in the colour of the picture's frame. */
  heading: string;
  color: Color;
  /** At the right of the first line. */
  about: string;
  /** Below; as many lines as the sheet has room for. */
  text: string;
}

/** How the sheet looks; everything may be left out. */
export interface ContactSheetOptions {
  /** Heading, usually the run's name. */
  title: string;
  /** Below it, usually counts. */
  subtitle: string;
  /** Width of one picture in pixels. */
  tileWidth: number;
  /** Pictures side by side; by default so that the sheet is about 3:2. */
  columns: number | null;
  overlay: Partial<OverlayOptions>;
  /** Lines of text under a picture that has a caption of its own. */
  captionLines: number;
}

export const CONTACT_SHEET_DEFAULTS: ContactSheetOptions = { title: "dst3d", subtitle: "", tileWidth: 256, columns: null, overlay: {}, captionLines: 2 };

const MARGIN = 24;
const GAP = 12;
const LINE = 17;
const CAPTION = 2 * LINE + 6;
const HEADER = 62;

/**
 * Draws a contact sheet: a heading with a legend, then the pictures in rows, each with its labels and a caption (id,
 * category, azimuth and elevation of the first object, arm). Pictures are scaled by area averaging; labels are drawn
 * after scaling, so their lines stay sharp.
 * @returns an RGB picture
 */
export function contactSheet(samples: readonly SheetSample[], options: Partial<ContactSheetOptions> = {}): Image {
  const { title, subtitle, tileWidth, columns: wanted, overlay, captionLines } = { ...CONTACT_SHEET_DEFAULTS, ...options };
  const caption = samples.some((sample) => sample.caption !== undefined) ? (1 + captionLines) * LINE + 8 : CAPTION;
  const tileHeight = Math.max(1, ...samples.map(({ image }) => Math.round((image.height / image.width) * tileWidth)));
  const columns = Math.max(1, Math.min(Math.max(1, samples.length), wanted ?? evenColumns(samples.length, tileWidth, tileHeight + caption)));
  const rows = Math.max(1, Math.ceil(samples.length / columns));
  const width = 2 * MARGIN + columns * tileWidth + (columns - 1) * GAP;
  const narrow = width < 1000;
  const top = MARGIN + HEADER + (narrow ? 24 : 0);
  const canvas = new Canvas(width, top + rows * (tileHeight + caption) + (rows - 1) * GAP + MARGIN, BACKGROUND);
  drawHeader(canvas, title, subtitle, narrow, legendOf({ ...OVERLAY_DEFAULTS, ...overlay }));
  samples.forEach(({ image, record, caption: own }, index) => {
    const left = MARGIN + (index % columns) * (tileWidth + GAP);
    const y = top + Math.floor(index / columns) * (tileHeight + caption + GAP);
    const frame = own === undefined ? 1 : 3;
    canvas.fillRectangle(left - frame, y - frame, tileWidth + 2 * frame, tileHeight + 2 * frame, { color: own?.color ?? TILE_FRAME, opacity: 1 });
    const height = Math.max(1, Math.round((image.height / image.width) * tileWidth));
    canvas.place(drawOverlay(scaleImage(image, tileWidth, height), record, overlay), left, y + Math.floor((tileHeight - height) / 2));
    if (own === undefined) drawCaption(canvas, record, left, y + tileHeight, tileWidth);
    else drawOwnCaption(canvas, own, captionLines, left, y + tileHeight + 2, tileWidth);
  });
  return canvas.image;
}

function evenColumns(count: number, tileWidth: number, height: number): number {
  const columns = Math.ceil(Math.sqrt((count * 1.5 * height) / tileWidth));
  // As many rows as that needs, each as full as the others.
  return Math.ceil(count / Math.max(1, Math.ceil(count / Math.max(1, columns))));
}

function drawHeader(canvas: Canvas, title: string, subtitle: string, narrow: boolean, legend: readonly LegendEntry[]): void {
  const legendWidth = narrow ? 0 : legend.reduce((sum, { name }) => sum + textWidth(name, 8) + 38, 0);
  const room = canvas.width - 2 * MARGIN - legendWidth;
  drawText(canvas, fitText(title, 17, room), [MARGIN, MARGIN + 19], 17, { color: TEXT, opacity: 1 }, 1.1);
  drawText(canvas, fitText(subtitle, 9, room), [MARGIN, MARGIN + 40], 9, { color: TEXT_DIM, opacity: 1 });
  let x = narrow ? MARGIN : canvas.width - MARGIN - legendWidth + 16;
  const y = narrow ? MARGIN + 62 : MARGIN + 19;
  for (const { name, draw } of legend) {
    draw(canvas, [x + 8, y - 4]);
    x = drawText(canvas, name, [x + 20, y], 8, { color: TEXT_DIM, opacity: 1 }) + 18;
  }
}

const bar = (color: Color) => (canvas: Canvas, [x, y]: Point): void => canvas.line([x - 6, y], [x + 6, y], 2, { color, opacity: 1 });

interface LegendEntry {
  name: string;
  draw: (canvas: Canvas, center: Point) => void;
  isShown: (overlay: OverlayOptions) => boolean;
}

/** What the colours mean. */
const LEGEND: readonly LegendEntry[] = [
  { name: "3D box", draw: bar(BOXES[0]!), isShown: ({ box }) => box },
  { name: "front −y", draw: bar(FRONT), isShown: ({ box, axes }) => box || axes },
  { name: "x", draw: bar(AXIS_X), isShown: ({ axes }) => axes },
  { name: "y", draw: bar(AXIS_Y), isShown: ({ axes }) => axes },
  { name: "z", draw: bar(AXIS_Z), isShown: ({ axes }) => axes },
  { name: "mask", draw: bar(MASK), isShown: ({ mask }) => mask },
  { name: "keypoint", draw: (canvas, center) => canvas.disc(center, 3.5, { color: KEYPOINT, opacity: 1 }), isShown: ({ keypoints }) => keypoints },
  { name: "occluded", draw: (canvas, center) => canvas.ring(center, 2.6, 3.6, { color: KEYPOINT, opacity: 1 }), isShown: ({ keypoints }) => keypoints },
];

function legendOf(overlay: OverlayOptions): LegendEntry[] {
  return LEGEND.filter(({ isShown }) => isShown(overlay));
}

function drawOwnCaption(canvas: Canvas, { heading, color, about, text }: SheetCaption, lines: number, left: number, top: number, width: number): void {
  const first = left + 1;
  const end = drawText(canvas, fitText(heading, 8, width), [first, top + LINE], 8, { color, opacity: 1 }, 1.2);
  const right = fitText(about, 8, left + width - end - 10);
  drawText(canvas, right, [Math.max(end + 10, left + width - textWidth(right, 8)), top + LINE], 8, { color: TEXT_DIM, opacity: 1 });
  wrapText(text, 8, width, lines).forEach((line, index) => drawText(canvas, line, [first, top + (2 + index) * LINE], 8, { color: TEXT, opacity: 1 }));
}

function drawCaption(canvas: Canvas, record: SampleRecord, left: number, top: number, width: number): void {
  const others = Math.max(record.objects.length, record.regions?.objects.length ?? 0) - 1;
  const what = `${imageCategory(record) ?? "no object"}${others > 0 ? ` +${others}` : ""}`;
  const first = left + 1;
  const id = fitText(record.id, 8, width);
  const end = drawText(canvas, id, [first, top + 17], 8, { color: TEXT_DIM, opacity: 1 });
  const name = fitText(what, 8, left + width - end - 10);
  drawText(canvas, name, [Math.max(end + 10, left + width - textWidth(name, 8)), top + 17], 8, { color: TEXT, opacity: 1 });
  const right = record.labelStatus === "exact" ? record.arm : `${record.arm} · ${record.labelStatus !== "none" ? "intended" : record.regions === null ? "no label" : "no pose"}`;
  drawText(canvas, fitText(`${viewpointText(record)}`, 8, width), [first, top + 34], 8, { color: TEXT, opacity: 1 });
  drawText(canvas, right, [left + width - textWidth(right, 8), top + 34], 8, { color: TEXT_DIM, opacity: 1 });
}

function viewpointText(record: SampleRecord): string {
  const [object] = record.objects;
  if (object === undefined || record.labelStatus === "none") return "";
  const { azimuthRadians, elevationRadians } = object.viewpoint;
  const whole = (angleRadians: number): number => Math.round(degrees(angleRadians));
  return `az ${azimuthRadians === null ? "–" : `${whole(azimuthRadians)}°`}  el ${whole(elevationRadians)}°`;
}
