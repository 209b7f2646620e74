/** Jet fighters. Measures are metres for a plane of 16 m. */
import { cos, radians, sin, tan } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";
import type { AirplanePoints } from "./airplane.js";
import { bothSides, gearLeg, hullLoft, wing, type Rib, type Section } from "./airplane-parts.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { tube } from "./loft.js";
import { roundedRectangle, smoothFunction } from "./profile.js";
import type { Finish, Solid, Vector2, Workshop } from "./solid.js";

const STATIONS = [0, 0.004, 0.015, 0.035, 0.065, 0.1, 0.14, 0.19, 0.25, 0.31, 0.37, 0.44, 0.52, 0.62, 0.72, 0.82, 0.9, 0.955];
const halfWidth = smoothFunction([[0, 0.02], [0.015, 0.1], [0.065, 0.27], [0.14, 0.46], [0.25, 0.6], [0.34, 0.72], [0.45, 1.05], [0.7, 1.2], [0.9, 1.05], [1, 0.9]]);
const top = smoothFunction([[0, -0.08], [0.015, 0.02], [0.065, 0.16], [0.14, 0.36], [0.25, 0.58], [0.4, 0.72], [0.6, 0.68], [0.8, 0.55], [1, 0.42]]);
const bottom = smoothFunction([[0, -0.12], [0.015, -0.2], [0.065, -0.36], [0.14, -0.5], [0.3, -0.66], [0.5, -0.7], [0.8, -0.6], [1, -0.46]]);

/** Leading edge of the wing's root (share of the length), root chord, tip chord (shares), sweep in degrees. */
const PLANFORMS: Record<string, readonly [number, number, number, number]> = {
  trapezoid: [0.44, 0.3, 0.08, 42],
  delta: [0.36, 0.46, 0.045, 56],
  swept: [0.42, 0.27, 0.12, 40],
};

export function buildFighter(workshop: Workshop, parameters: Parameters, solids: Solid[]): AirplanePoints {
  const length = numberOf(parameters, "length");
  const m = length / 16;
  const at = (t: number): number => (t - 0.5) * length;
  const sections = STATIONS.map((t): Section => ({ y: at(t), halfWidth: halfWidth(t) * m, bottom: bottom(t) * m, top: top(t) * m, exponent: t < 0.2 ? 2 : t < 0.4 ? 2.3 : 2.8 }));
  const radome = at(0.085);
  const paint = (center: Vector3): Finish => ({ part: "fuselage", material: center[1] < radome ? "accent" : center[2] < -0.25 * m ? "belly" : "body" });
  const hull = workshop.mesh(hullLoft(sections, 0, 28), paint, 50);
  solids.push(hull.trim([0, -1, 0], -radome));
  const rest = hull.trim([0, 1, 0], radome);
  solids.push(rest.trim([0, 0, 1], -0.25 * m), rest.trim([0, 0, -1], 0.25 * m));
  solids.push(workshop.ellipsoid([0.4 * m, 1.75 * m, 0.52 * m], 24, { part: "canopy", material: "glass" }).translate(0, at(0.235), 0.5 * m));
  solids.push(workshop.hull([[0, at(0.3), 0.92 * m], [0.3 * m, at(0.3), 0.55 * m], [-0.3 * m, at(0.3), 0.55 * m], [0, at(0.55), 0.72 * m], [0.25 * m, at(0.55), 0.6 * m], [-0.25 * m, at(0.55), 0.6 * m]], { part: "fuselage", material: "body" }, 20));

  for (const intake of bothSides(() => intakeDuct(workshop, at, m))) solids.push(intake);

  const [start, rootShare, tipShare, sweepDegrees] = PLANFORMS[textOf(parameters, "planform")]!;
  const half = (length * numberOf(parameters, "spanRatio")) / 2;
  const rootX = 0.85 * m;
  const sweep = tan(radians(sweepDegrees));
  const ribs: Rib[] = [
    { at: [rootX, at(start), 0.02 * m], chord: length * rootShare, thickness: 0.045, cantDegrees: 0 },
    { at: [half, Math.min(at(start) + (half - rootX) * sweep, at(start + rootShare) - length * tipShare * 0.9), -0.08 * m], chord: length * tipShare, thickness: 0.045, cantDegrees: 0 },
  ];
  solids.push(...bothSides((side) => wing(workshop, ribs, 0, { part: `wing_${side}`, material: "wing" })));
  for (const sign of [1, -1]) {
    // The strake in front of the wing's root.
    const edge: Vector3[] = [[0.5 * m, at(start - 0.17), 0.1 * m], [1.35 * m, at(start + 0.06), 0.03 * m], [0.6 * m, at(start + 0.06), 0.14 * m], [0.6 * m, at(start + 0.06), -0.06 * m]];
    solids.push(workshop.hull(edge.map(([x, y, z]): Vector3 => [sign * x, y, z]), { part: "fuselage", material: "body" }, 20));
  }

  const finCant = numberOf(parameters, "fins") === 2 ? numberOf(parameters, "finCantDegrees") : 0;
  const finX = numberOf(parameters, "fins") === 2 ? 0.85 * m : 0;
  const finHeight = (numberOf(parameters, "fins") === 2 ? 2.2 : 2.6) * m;
  const [s, c] = [sin(radians(finCant)), cos(radians(finCant))];
  const finBase: Vector3 = [finX, at(0.7), 0.35 * m];
  const fin: Rib[] = [
    { at: finBase, chord: 3.1 * m, thickness: 0.055, cantDegrees: 90 - finCant },
    { at: [finBase[0] + s * finHeight, finBase[1] + finHeight * 0.78, finBase[2] + c * finHeight], chord: 1.25 * m, thickness: 0.05, cantDegrees: 90 - finCant },
  ];
  const leftFin = wing(workshop, fin, 0, { part: "rudder", material: "body" });
  solids.push(leftFin);
  if (finX > 0) solids.push(leftFin.mirrorX());

  const elevator: Rib[] = [
    { at: [0.85 * m, at(0.815), -0.08 * m], chord: 2.5 * m, thickness: 0.05, cantDegrees: 0 },
    { at: [2.9 * m, at(0.815) + 1.75 * m, -0.12 * m], chord: 0.95 * m, thickness: 0.045, cantDegrees: 0 },
  ];
  solids.push(...bothSides((side) => wing(workshop, elevator, 0, { part: `elevator_${side}`, material: "wing" })));

  const nozzles = numberOf(parameters, "nozzles");
  const nozzleRadius = (nozzles === 2 ? 0.47 : 0.56) * m;
  const ring: Vector2[] = [[0.55, 0], [1, 0], [1.03, -0.5], [0.8, -1.7], [0.72, -1.7], [0.68, -1.2], [0.55, -0.7]];
  for (const x of nozzles === 2 ? [0.5 * m, -0.5 * m] : [0]) {
    const nozzle = workshop.revolve(ring.map(([r, z]): Vector2 => [r * nozzleRadius, z * nozzleRadius]).toReversed(), 22, { part: "nozzle", material: "dark_metal" }, 30);
    solids.push(nozzle.rotate(90, 0, 0).translate(x, at(0.945), -0.02 * m));
  }
  addStores(workshop, parameters, solids, ribs, m);

  const down = textOf(parameters, "gear") === "down";
  const ground = -1.75 * m;
  const noseY = at(0.25);
  if (down) {
    solids.push(...gearLeg(workshop, [0, noseY, -0.5 * m], ground, 0.26 * m, false, "gear_nose", 0.06 * m));
    for (const side of [1, -1]) solids.push(...gearLeg(workshop, [side * 1.15 * m, at(0.6), -0.4 * m], ground, 0.36 * m, false, "gear_main", 0.08 * m));
  }
  const tip = ribs[1]!;
  return {
    noseLanding: down ? [0, noseY, ground] : [0, at(0.2), -1.2 * m],
    noseParts: down ? ["gear_nose"] : ["fuselage"],
    wingTip: [tip.at[0] + m, tip.at[1] + tip.chord * 0.5, tip.at[2]],
    elevatorTip: [3.5 * m, elevator[1]!.at[1] + elevator[1]!.chord * 0.5, elevator[1]!.at[2]],
    rudderLower: [finBase[0], finBase[1] + 3.1 * m, finBase[2]],
    rudderUpper: [fin[1]!.at[0], fin[1]!.at[1] + fin[1]!.chord, fin[1]!.at[2]],
    tail: [0, at(1) + m, 0],
  };
}

/** An air intake on the left, hollow in front. */
function intakeDuct(workshop: Workshop, at: (t: number) => number, m: number): Solid {
  const skin: Finish = { part: "intake", material: "body" };
  const duct = tube(
    [
      { at: [0.86 * m, at(0.325), -0.12 * m], scale: 0.97 },
      { at: [0.9 * m, at(0.335), -0.12 * m], scale: 1 },
      { at: [0.92 * m, at(0.45), -0.1 * m], scale: 1.02 },
      { at: [0.85 * m, at(0.62), -0.06 * m], scale: 0.8 },
    ],
    roundedRectangle([0, 0], 0.72 * m, 0.98 * m, 0.2 * m, 3),
    [1, 0, 0],
  );
  const hollow = workshop.mesh(
    tube([{ at: [0.86 * m, at(0.31), -0.12 * m] }, { at: [0.88 * m, at(0.4), -0.12 * m], scale: 0.9 }], roundedRectangle([0, 0], 0.6 * m, 0.86 * m, 0.15 * m, 3), [1, 0, 0]),
    { part: "intake", material: "black_plastic" },
  );
  // Slanted back from top to bottom, as most intakes are.
  return workshop.mesh(duct, skin, 45).subtract(hollow).trim([0, 0.96, -0.28], at(0.33) * 0.96 + 0.12 * m * 0.28);
}

function addStores(workshop: Workshop, parameters: Parameters, solids: Solid[], ribs: readonly Rib[], m: number): void {
  const kind = textOf(parameters, "stores");
  if (kind === "none") return;
  const body: Vector2[] = [[0, 0], [0.05, -0.12], [0.075, -0.3], [0.075, -2.7], [0.05, -2.8], [0, -2.8]];
  const missile = workshop.revolve(body.map(([r, z]): Vector2 => [r * m * 1.2, z * m]).toReversed(), 12, { part: "store", material: "white" }, 40).rotate(90, 0, 0);
  const blade = workshop.box([0, 2.55 * m, 0], [0.5 * m, 0.35 * m, 0.02 * m], { part: "store", material: "white" });
  const armed = workshop.union([missile, blade, blade.rotate(0, 90, 0)]);
  const [root, tip] = [ribs[0]!, ribs[1]!];
  const hang = (share: number, below: number): Vector3 => [
    root.at[0] + (tip.at[0] - root.at[0]) * share,
    root.at[1] + (tip.at[1] - root.at[1]) * share + (root.chord * (1 - share) + tip.chord * share) * 0.5 - 1.5 * m,
    root.at[2] + (tip.at[2] - root.at[2]) * share - below,
  ];
  const places = kind === "tips" ? [[1.02, 0]] : [[0.4, 0.34], [0.7, 0.3]];
  for (const [share, below] of places) {
    const place = hang(share!, below! * m);
    const placed = armed.translate(...place);
    solids.push(placed, placed.mirrorX());
    if (below! > 0) {
      const pylon = workshop.box([place[0], place[1] + 1.3 * m, place[2] + (below! * m) / 2], [0.07 * m, 1.2 * m, below! * m], { part: "store", material: "body" });
      solids.push(pylon, pylon.mirrorX());
    }
  }
}
