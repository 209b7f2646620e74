/** A contact sheet of shapes: each from its front's left and above, with arrows for what is taken as up and as front. */
import type { Image } from "../core/image.js";
import { projectPoints, type Camera } from "../geometry/camera.js";
import { worldToCamera } from "../geometry/camera.js";
import type { Vector3 } from "../geometry/vector.js";
import { Canvas, type Color, type Point } from "./canvas.js";
import { AXIS_Z, BACKGROUND, FRONT, SHADOW, TEXT, TEXT_DIM, TILE_FRAME } from "./palette.js";
import { drawText, fitText, textWidth } from "./text.js";

/** A shape on the sheet. */
export interface ShapeTile {
  id: string;
  category: string;
  licence: string | null;
  /** The shape's picture with its camera (world = object frame); or why there is none. */
  portrait: { image: Image; camera: Camera; dimensions: Vector3; frontKnown: boolean } | { error: string };
}

const MARGIN = 24;
const GAP = 12;
const HEADER = 50;
const CAPTION = 40;
const TILE: Color = [58, 63, 74];
const ERROR: Color = [255, 110, 100];

/** Draws the sheet. @param tileSize side of the pictures in pixels @param arrowLength beyond the box, in object units */
export function shapeSheet(tiles: readonly ShapeTile[], look: { title: string; subtitle: string; tileSize: number; arrowLength: number }): Image {
  const { tileSize } = look;
  const columns = Math.max(1, Math.min(tiles.length, Math.ceil(Math.sqrt(tiles.length * 1.5))));
  const rows = Math.max(1, Math.ceil(tiles.length / columns));
  const top = MARGIN + HEADER;
  const canvas = new Canvas(2 * MARGIN + columns * tileSize + (columns - 1) * GAP, top + rows * (tileSize + CAPTION) + (rows - 1) * GAP + MARGIN, BACKGROUND);
  const room = canvas.width - 2 * MARGIN;
  drawText(canvas, fitText(look.title, 16, room), [MARGIN, MARGIN + 17], 16, { color: TEXT, opacity: 1 }, 1.1);
  const end = drawText(canvas, fitText(look.subtitle, 9, room - 130), [MARGIN, MARGIN + 37], 9, { color: TEXT_DIM, opacity: 1 });
  drawLegend(canvas, Math.max(end + 24, canvas.width - MARGIN - 108), MARGIN + 37);
  tiles.forEach((tile, index) => {
    const left = MARGIN + (index % columns) * (tileSize + GAP);
    const y = top + Math.floor(index / columns) * (tileSize + CAPTION + GAP);
    canvas.fillRectangle(left - 1, y - 1, tileSize + 2, tileSize + 2, { color: TILE_FRAME, opacity: 1 });
    canvas.fillRectangle(left, y, tileSize, tileSize, { color: TILE, opacity: 1 });
    if ("error" in tile.portrait) drawError(canvas, tile.portrait.error, left, y, tileSize);
    else canvas.place(drawPortrait(tile.portrait, tileSize, look.arrowLength), left, y);
    drawCaption(canvas, tile, left, y + tileSize, tileSize);
  });
  return canvas.image;
}

function drawLegend(canvas: Canvas, left: number, baseline: number): void {
  let x = left;
  for (const [name, color] of [["up", AXIS_Z], ["front", FRONT]] as const) {
    canvas.line([x, baseline - 4], [x + 12, baseline - 4], 2.4, { color, opacity: 1 });
    x = drawText(canvas, name, [x + 18, baseline], 8, { color: TEXT_DIM, opacity: 1 }) + 16;
  }
}

/** A shape's picture over a plain ground, with its arrows. @param size side of the picture in pixels @param arrowLength beyond the box, in object units */
export function drawPortrait(portrait: Exclude<ShapeTile["portrait"], { error: string }>, size: number, arrowLength: number, ground: Color = TILE): Image {
  const canvas = new Canvas(size, size, ground);
  canvas.place(portrait.image, 0, 0);
  const [, depth, height] = portrait.dimensions;
  const at = (...points: Vector3[]): Point[] => projectPoints(points, worldToCamera(portrait.camera), portrait.camera.K).map(({ x, y }): Point => [x, y]);
  const width = Math.max(1.6, size / 110);
  const [upFrom, upTo, frontFrom, frontTo] = at([0, 0, height / 2], [0, 0, height / 2 + arrowLength], [0, -depth / 2, 0], [0, -depth / 2 - arrowLength, 0]);
  drawArrow(canvas, upFrom!, upTo!, width, AXIS_Z);
  if (portrait.frontKnown) drawArrow(canvas, frontFrom!, frontTo!, width, FRONT);
  return canvas.image;
}

function drawArrow(canvas: Canvas, from: Point, to: Point, width: number, color: Color): void {
  const length = Math.sqrt((to[0] - from[0]) * (to[0] - from[0]) + (to[1] - from[1]) * (to[1] - from[1]));
  if (length < 1) return;
  const [dx, dy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const head = Math.min(width * 4, length * 0.6);
  const neck: Point = [to[0] - dx * head, to[1] - dy * head];
  const half = head * 0.5;
  canvas.line(from, neck, width + 1.6, { color: SHADOW, opacity: 0.5 });
  canvas.line(from, neck, width, { color, opacity: 1 });
  canvas.convexPolygon([to, [neck[0] - dy * half, neck[1] + dx * half], [neck[0] + dy * half, neck[1] - dx * half]], { color, opacity: 1 });
}

function drawCaption(canvas: Canvas, { id, category, licence, portrait }: ShapeTile, left: number, top: number, width: number): void {
  drawText(canvas, fitText(id, 8, width), [left + 1, top + 17], 8, { color: TEXT, opacity: 1 });
  const front = "error" in portrait || portrait.frontKnown ? "" : "front unknown";
  drawText(canvas, front, [left + width - textWidth(front, 8), top + 34], 8, { color: FRONT, opacity: 0.9 });
  const about = `${category} · ${licence ?? "licence unknown"}`;
  drawText(canvas, fitText(about, 8, width - textWidth(front, 8) - 10), [left + 1, top + 34], 8, { color: TEXT_DIM, opacity: 1 });
}

function drawError(canvas: Canvas, message: string, left: number, top: number, size: number): void {
  let y = top + 24;
  let line = "";
  const show = (): void => {
    if (y < top + size - 8) drawText(canvas, fitText(line, 8, size - 16), [left + 8, y], 8, { color: ERROR, opacity: 1 });
    y += 16;
    line = "";
  };
  for (const word of message.split(" ")) {
    if (line !== "" && textWidth(`${line} ${word}`, 8) > size - 16) show();
    line = line === "" ? word : `${line} ${word}`;
  }
  show();
}
