/** Pieces that chairs are made of. Units: metres; z up, front −y; left is +x. */
import { cos, radians, sin } from "../../core/math.js";
import { add, cross, normalize, scale, subtract, type Vector3 } from "../../geometry/vector.js";
import { loft, pad, smoothPath, tube, type Station } from "./loft.js";
import { circle, linearFunction, roundedPolygon, roundedRectangle, smoothFunction } from "./profile.js";
import type { Finish, FinishRule, Solid, Vector2, Workshop } from "./solid.js";

/** The four legs' names with the signs of their x and y. */
export const LEGS = [
  ["leg_front_left", 1, -1],
  ["leg_front_right", -1, -1],
  ["leg_back_left", 1, 1],
  ["leg_back_right", -1, 1],
] as const;

/** How a leg is cut. */
export type LegStyle = "round" | "square" | "turned" | "tube";

/** A leg from a point under the seat to the floor. */
export function leg(workshop: Workshop, from: Vector3, to: Vector3, style: LegStyle, radius: number, finish: Finish): Solid {
  const square = roundedRectangle([0, 0], radius * 2, radius * 2, radius * 0.35, 2);
  const outline = style === "square" ? square : circle(radius, style === "turned" ? 14 : 12);
  const profile: readonly Vector2[] =
    style === "turned"
      ? [[0, 1.05], [0.08, 1.15], [0.12, 0.75], [0.17, 1.2], [0.22, 0.75], [0.45, 1.12], [0.75, 0.7], [0.86, 0.62], [0.89, 0.95], [0.94, 0.95], [1, 0.55]]
      : style === "tube"
        ? [[0, 0.7], [1, 0.7]]
        : [[0, 1], [0.25, 1], [1, 0.62]];
  const size = linearFunction(profile);
  const stations = profile.map(([t]): Station => ({ at: add(from, scale(subtract(to, from), t)), scale: size(t) }));
  return workshop.mesh(tube(stations, outline, [1, 0, 0]), finish, style === "turned" ? 60 : 40);
}

/** A round or square bar between two points. */
export function bar(workshop: Workshop, from: Vector3, to: Vector3, radius: number, finish: Finish, side: Vector3 = [0, 0, 1]): Solid {
  return workshop.mesh(tube([{ at: from }, { at: to }], circle(radius, 10), side), finish, 50);
}

/** A bent round tube through points. */
export function bentTube(workshop: Workshop, knots: readonly Vector3[], radius: number, finish: Finish, side: Vector3): Solid {
  return workshop.mesh(tube(smoothPath(knots, 5), circle(radius, 10), side), finish, 60);
}

/** A board that follows a shallow arc across the chair: hollow towards the front, standing from z0 to z1 at y = 0. */
export function arcBoard(workshop: Workshop, width: number, z0: number, z1: number, thickness: number, sag: number, finish: Finish, corner = 0): Solid {
  const steps = 10;
  const back: Vector2[] = [];
  const front: Vector2[] = [];
  for (let step = 0; step <= steps; step++) {
    const t = (step / steps) * 2 - 1;
    const y = sag * (1 - t * t);
    back.push([(t * width) / 2, y + thickness / 2]);
    front.push([(t * width) / 2, y - thickness / 2]);
  }
  const board = workshop.extrude([[...front, ...back.toReversed()]], z1 - z0, finish, 30).translate(0, 0, z0);
  if (corner <= 0) return board;
  const outline = roundedPolygon(
    [[-width / 2, z0 - 0.01], [width / 2, z0 - 0.01], [width / 2, z1], [-width / 2, z1]],
    [0.001, 0.001, corner, corner],
    5,
  );
  // Extruded along z, then laid so that the outline stands in the xz plane.
  const mask = workshop.extrude([outline], 1, finish).rotate(90, 0, 0).translate(0, 0.5, 0);
  return board.intersect(mask);
}

/** A padded back: rounded in section, hollow towards the front, standing from z = 0 to `height` at y = 0. */
export function paddedBack(
  workshop: Workshop,
  shape: { width: number; height: number; thickness: number; sag: number; waist: number; lumbar: number },
  finish: Finish,
): Solid {
  const { width, height, thickness, sag, waist, lumbar } = shape;
  const widthAt = smoothFunction([[0, 0.72], [0.08, 0.9 - waist * 0.5], [0.25, 0.97 - waist], [0.6, 1], [0.88, 0.93], [0.97, 0.78], [1, 0.6]]);
  const thicknessAt = smoothFunction([[0, 0.35], [0.05, 0.8], [0.3, 1], [0.8, 0.9], [0.95, 0.7], [1, 0.3]]);
  const forward = smoothFunction([[0, 0.3], [0.25, 1], [0.6, 0.35], [1, 0]]);
  const rings = [0, 0.02, 0.06, 0.14, 0.26, 0.4, 0.55, 0.7, 0.82, 0.9, 0.95, 0.985, 1].map((t) => {
    const w = width * widthAt(t);
    const outline = denseRectangle(w, thickness * thicknessAt(t), thickness * 0.35);
    return outline.map(([x, y]): Vector3 => {
      const u = (2 * x) / width;
      return [x, y + sag * (1 - u * u) - lumbar * forward(t), t * height];
    });
  });
  return workshop.mesh(loft(rings), finish, 70);
}

/** A rounded rectangle with extra points along its long sides, so that it can be bent. */
function denseRectangle(width: number, height: number, radius: number): Vector2[] {
  const r = Math.min(radius, height * 0.49, width * 0.49);
  const points: Vector2[] = [];
  const side = (from: Vector2, to: Vector2, steps: number): void => {
    for (let step = 1; step < steps; step++) {
      const t = step / steps;
      points.push([from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t]);
    }
  };
  const w = width / 2;
  const h = height / 2;
  const corner = (x: number, y: number, turn: number): void => {
    for (let step = 0; step <= 3; step++) {
      const angle = radians(turn + step * 30);
      points.push([x + r * cos(angle), y + r * sin(angle)]);
    }
  };
  corner(w - r, -h + r, -90);
  corner(w - r, h - r, 0);
  side([w - r, h], [-w + r, h], 6);
  corner(-w + r, h - r, 90);
  corner(-w + r, -h + r, 180);
  side([-w + r, -h], [w - r, -h], 6);
  return points;
}

/** A one-piece shell: seat and back swept along a curve in the yz plane, its sides curling up. */
export function seatShell(
  workshop: Workshop,
  shape: { width: number; depth: number; seatHeight: number; backHeight: number; recline: number; curl: number; thickness: number },
  finish: FinishRule,
): Solid {
  const { width, depth, seatHeight: z, backHeight, recline, curl, thickness } = shape;
  const lean = sin(radians(recline)) * backHeight;
  const knots: Vector3[] = [
    [0, -depth / 2 - 0.01, z - 0.025],
    [0, -depth / 2 + 0.03, z + 0.002],
    [0, -depth * 0.12, z - 0.018],
    [0, depth * 0.28, z - 0.012],
    [0, depth / 2 - 0.01, z + 0.07],
    [0, depth / 2 + lean * 0.55, z + backHeight * 0.55],
    [0, depth / 2 + lean, z + backHeight],
  ];
  const path = smoothPath(knots, 4);
  const widthAt = smoothFunction([[0, 0.8], [0.04, 0.92], [0.3, 1], [0.5, 0.96], [0.75, 0.92], [0.93, 0.82], [1, 0.62]]);
  const curlAt = smoothFunction([[0, 0.1], [0.3, 0.7], [0.55, 1.25], [0.8, 0.9], [1, 0.35]]);
  const across = 12;
  const rings = path.map((station, index) => {
    const t = index / (path.length - 1);
    const before = path[Math.max(0, index - 1)]!.at;
    const after = path[Math.min(path.length - 1, index + 1)]!.at;
    const forward = normalize(subtract(after, before));
    const up = cross([1, 0, 0], forward);
    const half = (width / 2) * widthAt(t);
    const row = (offset: number): Vector3[] =>
      Array.from({ length: across + 1 }, (_, step) => {
        const u = (step / across) * 2 - 1;
        return add(station.at, add([u * half, 0, 0], scale(up, curl * curlAt(t) * u * u * u * u * 0.5 + curl * curlAt(t) * u * u * 0.5 + offset)));
      });
    return [...row(thickness / 2), ...row(-thickness / 2).toReversed()];
  });
  return workshop.mesh(loft(rings), finish, 50);
}

/** A seat outline: wider in front, with rounded corners; centred at the origin. */
export function seatOutline(frontWidth: number, backWidth: number, depth: number, corner: number): Vector2[] {
  const d = depth / 2;
  return roundedPolygon([[-frontWidth / 2, -d], [frontWidth / 2, -d], [backWidth / 2, d], [-backWidth / 2, d]], corner, 5);
}

/** A seat board or cushion with the given outline. */
export function seatPad(workshop: Workshop, outline: readonly Vector2[], bottom: number, top: number, dome: number, finish: Finish): Solid {
  return workshop.mesh(pad(outline, bottom, top, Math.min((top - bottom) * 0.45, 0.035), dome), finish, 60);
}

/** Five (or so) feet with casters, a column and a plate: what office chairs roll on. Ends under z = `height`. */
export function starBase(workshop: Workshop, arms: number, reach: number, height: number, metal: Finish, dark: Finish): Solid[] {
  const solids: Solid[] = [];
  const foot = workshop.mesh(
    tube(
      [{ at: [0.015, 0, 0.105], scale: 1.25 }, { at: [reach * 0.5, 0, 0.095], scale: 1 }, { at: [reach, 0, 0.075], scale: 0.65 }],
      roundedRectangle([0, 0], 0.034, 0.042, 0.012, 2),
      [0, 0, 1],
    ),
    metal,
    50,
  );
  const wheelProfile = roundedPolygon([[0, -0.011], [0.028, -0.011], [0.028, 0.011], [0, 0.011]], [0, 0.006, 0.006, 0], 2);
  const wheel = workshop.revolve(wheelProfile, 14, dark, 40).rotate(90, 0, 0);
  const caster = workshop.union([
    wheel.translate(reach - 0.004, 0.016, 0.028),
    wheel.translate(reach - 0.004, -0.016, 0.028),
    workshop.box([reach, 0, 0.048], [0.024, 0.034, 0.04], dark),
  ]);
  for (let arm = 0; arm < arms; arm++) {
    const turn = 90 + (360 * arm) / arms;
    solids.push(foot.rotate(0, 0, turn), caster.rotate(0, 0, turn));
  }
  solids.push(
    workshop.cylinder(0.06, 0.045, 0.035, 20, metal).translate(0, 0, 0.08),
    workshop.cylinder(height * 0.55 - 0.12, 0.028, 0.028, 18, dark).translate(0, 0, 0.13),
    workshop.cylinder(height - height * 0.55, 0.016, 0.016, 14, metal).translate(0, 0, height * 0.55),
  );
  return solids;
}

