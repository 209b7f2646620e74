/** What of an object's labels is drawn as lines, in picture coordinates: for pictures on disk and for the studio alike. */
import { BOX_EDGES } from "../geometry/box.js";
import type { Vector3 } from "../geometry/vector.js";
import type { ObjectRecord } from "../sample/record.js";
import type { Color, Path, Point } from "./canvas.js";
import { BOX_FACES, FRONT_FACE, type ObjectView } from "./object-view.js";
import { AXIS_X, AXIS_Y, AXIS_Z, FRONT } from "./palette.js";

/** An edge of a 3D box. */
export interface BoxStroke {
  path: Path;
  color: Color;
  /** `hidden` lies behind the object. */
  kind: "hidden" | "visible" | "front";
}

/** A 3D box: the front (−y) as convex pieces to be tinted, none where it is unknown; and edges, those behind first. */
export interface BoxStrokes {
  front: { pieces: Point[][]; isVisible: boolean } | null;
  edges: BoxStroke[];
}

/** @param color of edges that are not of the front */
export function boxStrokes({ box3d, frontKnown }: Pick<ObjectRecord, "box3d" | "frontKnown">, view: ObjectView, color: Color): BoxStrokes {
  const { corners } = box3d;
  const visible = view.facesVisible(box3d);
  const front = BOX_FACES[FRONT_FACE]!.corners;
  const edges = BOX_EDGES.flatMap(([from, to]): BoxStroke[] => {
    const path = view.segment(corners[from]!, corners[to]!);
    if (path === null) return [];
    const isVisible = BOX_FACES.some((face, index) => visible[index]! && face.corners.includes(from) && face.corners.includes(to));
    const isFront = frontKnown && front.includes(from) && front.includes(to);
    return [{ path, color: isFront ? FRONT : color, kind: !isVisible ? "hidden" : isFront ? "front" : "visible" }];
  });
  const [a, b, c, d] = front;
  const of = (kind: BoxStroke["kind"]): BoxStroke[] => edges.filter((edge) => edge.kind === kind);
  return {
    front: frontKnown ? { pieces: view.quadrilateral([corners[a]!, corners[b]!, corners[c]!, corners[d]!]), isVisible: visible[FRONT_FACE]! } : null,
    edges: [...of("hidden"), ...of("visible"), ...of("front")],
  };
}

/** An arrow from the object's origin. */
export interface AxisStroke {
  path: Path;
  color: Color;
  isFront: boolean;
}

/** Axes of the object frame, and its front where that is known; what points away from the camera first. */
export function axisStrokes({ box3d, frontKnown }: Pick<ObjectRecord, "box3d" | "frontKnown">, view: ObjectView): AxisStroke[] {
  const length = 0.5 * Math.max(...box3d.dimensions);
  const axes: { tip: Vector3; color: Color; isFront: boolean }[] = [
    { tip: [length, 0, 0], color: AXIS_X, isFront: false },
    { tip: [0, length, 0], color: AXIS_Y, isFront: false },
    { tip: [0, 0, length], color: AXIS_Z, isFront: false },
  ];
  if (frontKnown) axes.push({ tip: [0, -1.3 * length, 0], color: FRONT, isFront: true });
  const depth = (tip: Vector3): number => view.toCamera(tip)[2];
  return axes.sort((a, b) => depth(b.tip) - depth(a.tip)).flatMap(({ tip, color, isFront }) => {
    const path = view.segment([0, 0, 0], tip);
    return path === null ? [] : [{ path, color, isFront }];
  });
}

/** Shaft and head of an arrow; null for one too short to be seen. */
export interface Arrow {
  shaft: Path;
  head: [Point, Point, Point];
}

/** @param width of the shaft */
export function arrowOf(path: Path, width: number): Arrow | null {
  // The head points from the start to the tip; axes are short, so that they hardly bend.
  const [x0, y0] = path[0];
  const [x1, y1] = path[path.length - 1]!;
  const length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
  if (length < 1) return null;
  const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length];
  // An arrow that points at the camera is short, and so is its head.
  const head = Math.min(width * 4.5, length * 0.6);
  const neck: Point = [x1 - dx * head, y1 - dy * head];
  const half = head * 0.5;
  const beforeNeck = path.slice(1, -1).filter(([x, y]) => (x - x1) * (x - x1) + (y - y1) * (y - y1) > head * head);
  return { shaft: [[x0, y0], ...beforeNeck, neck], head: [[x1, y1], [neck[0] - dy * half, neck[1] + dx * half], [neck[0] + dy * half, neck[1] - dx * half]] };
}
