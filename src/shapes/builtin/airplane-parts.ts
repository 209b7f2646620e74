/** Pieces that aeroplanes are made of. Units: metres; z up, nose towards −y; left is +x. */
import { cos, radians, sin } from "../../core/math.js";
import { add, type Vector3 } from "../../geometry/vector.js";
import { loft, tube } from "./loft.js";
import { aerofoil, roundedPolygon, superellipse } from "./profile.js";
import type { ClosedMesh, Finish, Solid, Vector2, Workshop } from "./solid.js";

/** Cross-section of a fuselage at one place. */
export interface Section {
  y: number;
  halfWidth: number;
  /** Heights of the section's lowest and highest point. */
  bottom: number;
  top: number;
  /** Of the superellipse: 2 is an ellipse, larger is boxier. */
  exponent?: number;
}

/** A body through cross-sections from nose to tail, `inset` metres inside their outline. */
export function hullLoft(sections: readonly Section[], inset: number, around = 28): ClosedMesh {
  return loft(
    sections.map((section) => {
      const halfHeight = Math.max((section.top - section.bottom) / 2 - inset, 0.002);
      const halfWidth = Math.max(section.halfWidth - inset, 0.002);
      const middle = (section.top + section.bottom) / 2;
      return superellipse(halfWidth, halfHeight, section.exponent ?? 2, around).map(([x, z]): Vector3 => [x, section.y, middle - z]);
    }),
  );
}

/** One rib of a wing or fin: its leading edge, chord, thickness (share of the chord) and the span's direction there. */
export interface Rib {
  at: Vector3;
  chord: number;
  thickness: number;
  /** 0 = the span runs along +x, 90 = up. */
  cantDegrees: number;
}

/** A wing through ribs from root to tip; the tip is rounded. */
export function wing(workshop: Workshop, ribs: readonly Rib[], camber: number, finish: Finish, half = 8): Solid {
  const last = ribs.at(-1)!;
  const out: Vector3 = [cos(radians(last.cantDegrees)), 0, sin(radians(last.cantDegrees))];
  const tip = (reach: number, thinner: number, shorter: number): Rib => ({
    ...last,
    at: add(last.at, [out[0] * reach, last.chord * (1 - shorter) * 0.6, out[2] * reach]),
    chord: last.chord * shorter,
    thickness: (last.thickness * thinner) / shorter,
  });
  const size = last.chord * last.thickness;
  const all = [...ribs, tip(size * 0.35, 0.8, 0.95), tip(size * 0.55, 0.3, 0.85)];
  const rings = all.map((rib) => {
    const cant = radians(rib.cantDegrees);
    return aerofoil(rib.thickness, camber, half).map(([along, up]): Vector3 => [
      rib.at[0] - up * rib.chord * sin(cant),
      rib.at[1] + along * rib.chord,
      rib.at[2] + up * rib.chord * cos(cant),
    ]);
  });
  return workshop.mesh(loft(rings), finish, 50);
}

/** A solid and its mirror image in the finishes of either side. */
export function bothSides(make: (side: "left" | "right") => Solid): Solid[] {
  return [make("left"), make("right").mirrorX()];
}

/** A jet nacelle of outer radius `radius` about the y axis, inlet at y = 0, running back. */
export function nacelle(workshop: Workshop, radius: number, length: number, part: string, body: string): Solid[] {
  // Outlines are (radius, height) with the inlet upwards; z becomes −y.
  const turned = (outline: readonly Vector2[], segments: number, material: string): Solid =>
    workshop.revolve(outline.map(([r, z]): Vector2 => [r * radius, z * length]).toReversed(), segments, { part, material }, 40).rotate(90, 0, 0);
  const cowl: Vector2[] = [[0.84, -0.04], [0.95, -0.04], [1, -0.15], [1, -0.42], [0.93, -0.68], [0.8, -0.86], [0.76, -0.86], [0.7, -0.7], [0.78, -0.25], [0.8, -0.1]];
  const lip: Vector2[] = [[0.79, -0.1], [0.8, -0.02], [0.84, 0.008], [0.88, 0.012], [0.92, 0], [0.955, -0.04], [0.94, -0.05], [0.84, -0.06]];
  const core: Vector2[] = [[0, -0.08], [0.12, -0.12], [0.24, -0.22], [0.24, -0.24], [0.79, -0.24], [0.79, -0.28], [0.5, -0.54], [0.5, -0.98], [0.38, -1.12], [0.2, -1.12], [0, -1.26]];
  return [turned(cowl, 24, body), turned(lip, 24, "metal"), turned(core, 20, "dark_metal")];
}

/** A propeller about the y axis at the origin, facing −y. */
export function propeller(workshop: Workshop, blades: number, radius: number, spinner: number, turnDegrees: number): Solid[] {
  const solids: Solid[] = [];
  const cone: Vector2[] = [[0, spinner * 1.5], [spinner * 0.45, spinner * 1.25], [spinner * 0.8, spinner * 0.7], [spinner, 0], [spinner, -spinner * 0.35], [0, -spinner * 0.35]];
  solids.push(workshop.revolve(cone.toReversed(), 18, { part: "propeller", material: "accent" }, 50).rotate(90, 0, 0));
  const stations = [[0.06, 0.05, 55], [0.25, 0.1, 42], [0.6, 0.105, 26], [0.9, 0.075, 18], [1, 0.03, 16]] as const;
  const rings = stations.map(([along, chord, pitch]) => {
    const c = cos(radians(pitch));
    const s = sin(radians(pitch));
    return superellipse((chord * radius) / 1.4, chord * radius * 0.16, 2, 10).map(([u, v]): Vector3 => [along * radius, u * s + v * c, -u * c + v * s]);
  });
  const blade = workshop.mesh(loft(rings), { part: "propeller", material: "dark_metal" }, 60);
  for (let index = 0; index < blades; index++) solids.push(blade.rotate(0, turnDegrees + (360 * index) / blades, 0));
  return solids;
}

/** A landing gear leg from under the body down to wheels that stand on z = `ground`. */
export function gearLeg(workshop: Workshop, from: Vector3, ground: number, wheelRadius: number, twin: boolean, part: string, strut: number): Solid[] {
  const wheelWidth = wheelRadius * 0.6;
  const profile = roundedPolygon(
    [[0, -wheelWidth / 2], [wheelRadius, -wheelWidth / 2], [wheelRadius, wheelWidth / 2], [0, wheelWidth / 2]],
    [0, wheelWidth * 0.35, wheelWidth * 0.35, 0],
    3,
  );
  const wheel = workshop.revolve(profile, 18, { part, material: "rubber" }, 50).rotate(0, 90, 0);
  const hub = workshop.cylinder(wheelWidth * 1.08, wheelRadius * 0.5, wheelRadius * 0.5, 12, { part, material: "metal" }).translate(0, 0, -wheelWidth * 0.54).rotate(0, 90, 0);
  const axle: Vector3 = [from[0], from[1], ground + wheelRadius];
  const circle = superellipse(strut, strut, 2, 10);
  const solids = [workshop.mesh(tube([{ at: from }, { at: axle }], circle, [1, 0, 0]), { part, material: "metal" }, 60)];
  const offset = twin ? wheelWidth * 0.65 : 0;
  for (const x of twin ? [offset, -offset] : [0]) solids.push(wheel.translate(axle[0] + x, axle[1], axle[2]), hub.translate(axle[0] + x, axle[1], axle[2]));
  return solids;
}
