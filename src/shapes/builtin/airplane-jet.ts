/** Airliners and business jets: a round fuselage, swept wings, engines under the wings or at the tail. */
import { radians, tan } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";
import type { AirplanePoints } from "./airplane.js";
import { bothSides, gearLeg, hullLoft, nacelle, wing, type Rib, type Section } from "./airplane-parts.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { inlay, mirrored, type Region } from "./inlay.js";
import { roundedPolygon, roundedRectangle, smoothFunction } from "./profile.js";
import type { Finish, Solid, Vector2, Workshop } from "./solid.js";

const STATIONS = [0, 0.002, 0.007, 0.014, 0.024, 0.037, 0.052, 0.07, 0.092, 0.12, 0.155, 0.25, 0.4, 0.55, 0.66, 0.71, 0.76, 0.81, 0.86, 0.905, 0.945, 0.975, 0.993, 1];

export function buildJet(workshop: Workshop, parameters: Parameters, solids: Solid[]): AirplanePoints {
  const length = numberOf(parameters, "length");
  const radius = length / numberOf(parameters, "slenderness") / 2;
  const business = textOf(parameters, "style") === "business";
  const at = (t: number): number => (t - 0.5) * length;
  // The nose is a fixed number of radii long, whatever the length.
  const stretch = (radius / length) * 20;
  const size = smoothFunction([[0, 0.02], [0.002, 0.14], [0.007, 0.27], [0.014, 0.39], [0.024, 0.52], [0.037, 0.65], [0.052, 0.77], [0.07, 0.87], [0.092, 0.95], [0.12, 1], [0.66, 1], [0.76, 0.9], [0.86, 0.63], [0.945, 0.32], [0.993, 0.12], [1, 0.06]]);
  const drop = smoothFunction([[0, -0.34], [0.024, -0.25], [0.052, -0.14], [0.092, -0.03], [0.12, 0], [0.64, 0], [0.76, 0.09], [0.86, 0.32], [0.945, 0.58], [1, 0.74]]);
  const sections = STATIONS.map((t): Section => {
    const s = t < 0.2 ? t * stretch : t;
    const half = radius * size(t);
    const middle = radius * drop(t);
    return { y: at(t < 0.2 ? Math.min(s, 0.3) : t), halfWidth: half, bottom: middle - half, top: middle + half };
  }).toSorted((a, b) => a.y - b.y);
  const noseEnd = at(0.12 * stretch);

  const regions = windows(parameters, radius, noseEnd, at, stretch);
  const fuselage = workshop.mesh(hullLoft(sections, 0), (center) => livery(parameters, center, radius, length), 60);
  solids.push(...cutLivery(inlay(workshop, fuselage, hullLoft(sections, radius * 0.03), regions, { part: "fuselage", material: "black_plastic" }), parameters, radius, length));

  const half = (length * numberOf(parameters, "spanRatio")) / 2;
  const sweep = tan(radians(numberOf(parameters, "sweepDegrees")));
  const dihedral = tan(radians(numberOf(parameters, "dihedralDegrees")));
  const wingZ = -radius * 0.55;
  const rootY = at(business ? 0.42 : 0.36);
  const rootChord = length * (business ? 0.19 : 0.185);
  const rib = (share: number, chord: number, thickness: number): Rib => {
    const x = radius * 0.45 + (half - radius * 0.45) * share;
    return { at: [x, rootY + (x - radius * 0.45) * sweep, wingZ + (x - radius * 0.45) * dihedral], chord, thickness, cantDegrees: 0 };
  };
  const winglets = textOf(parameters, "winglets");
  const tipChord = rootChord * (winglets === "raked" ? 0.16 : 0.25);
  const ribs = [rib(0, rootChord, 0.14), rib(0.36, rootChord * 0.6, 0.115), rib(0.93, tipChord * 1.25, 0.1), rib(winglets === "raked" ? 1.02 : 1, tipChord, 0.09)];
  if (winglets === "raked") ribs[3] = { ...ribs[3]!, at: [ribs[3]!.at[0], ribs[3]!.at[1] + tipChord * 0.8, ribs[3]!.at[2]] };
  const tip = ribs[3]!;
  if (winglets === "blended") {
    const rise = half * 0.085;
    ribs.push(
      { at: [tip.at[0] + rise * 0.12, tip.at[1] + tipChord * 0.16, tip.at[2] + rise * 0.12], chord: tipChord * 0.85, thickness: 0.09, cantDegrees: 40 },
      { at: [tip.at[0] + rise * 0.3, tip.at[1] + tipChord * 0.75, tip.at[2] + rise], chord: tipChord * 0.4, thickness: 0.08, cantDegrees: 76 },
    );
  }
  solids.push(...bothSides((side) => wing(workshop, ribs, 0.02, { part: `wing_${side}`, material: "wing" })));
  const belly: Finish = { part: "fuselage", material: textOf(parameters, "livery") === "belly" ? "accent" : "belly" };
  solids.push(workshop.ellipsoid([radius * 0.98, rootChord * 0.72, radius * 0.5], 28, belly).translate(0, rootY + rootChord * 0.5, -radius * 0.66));

  const tailMaterial = textOf(parameters, "livery") === "plain" ? "body" : "accent";
  const finZ = radius * 0.72;
  const finHeight = length * (business ? 0.15 : 0.155) * (textOf(parameters, "tailplane") === "high" ? 0.92 : 1);
  const finSweep = textOf(parameters, "tailplane") === "high" ? 0.75 : 0.85;
  const finRoot: Vector3 = [0, at(0.815), finZ];
  const fin: Rib[] = [
    { at: [0, finRoot[1] - length * 0.03, finZ - radius * 0.35], chord: length * 0.17, thickness: 0.09, cantDegrees: 90 },
    { at: [0, finRoot[1] + length * 0.012, finZ + finHeight * 0.16], chord: length * 0.115, thickness: 0.1, cantDegrees: 90 },
    { at: [0, finRoot[1] + finHeight * finSweep, finZ + finHeight], chord: length * 0.06, thickness: 0.1, cantDegrees: 90 },
  ];
  solids.push(wing(workshop, fin, 0, { part: "rudder", material: tailMaterial }));

  const high = textOf(parameters, "tailplane") === "high";
  const tailZ = high ? finZ + finHeight * 0.96 : radius * 0.42;
  const tailY = high ? finRoot[1] + finHeight * finSweep - length * 0.008 : at(0.868);
  const tailHalf = half * (high ? 0.32 : 0.36);
  const tailChord = length * (high ? 0.068 : 0.085);
  const elevator: Rib[] = [
    { at: [0, tailY, tailZ], chord: tailChord, thickness: 0.1, cantDegrees: 0 },
    { at: [tailHalf, tailY + tailHalf * 0.6, tailZ + tailHalf * (high ? 0 : 0.1)], chord: tailChord * 0.42, thickness: 0.09, cantDegrees: 0 },
  ];
  solids.push(...bothSides((side) => wing(workshop, elevator, 0, { part: `elevator_${side}`, material: "wing" })));

  const engineMaterial = textOf(parameters, "engineColor");
  const engineRadius = radius * numberOf(parameters, "engineSize");
  const engineLength = engineRadius * 3.4;
  const places: Vector3[] = [];
  if (textOf(parameters, "enginePlace") === "rear") {
    places.push([radius + engineRadius * 1.02, at(0.7), radius * 0.38]);
  } else {
    for (const share of numberOf(parameters, "engines") === 4 ? [0.27, 0.55] : [0.28]) {
      const host = rib(share, 0, 0);
      places.push([host.at[0], host.at[1] - engineLength * 0.5, host.at[2] - engineRadius * 1.12]);
    }
  }
  places.forEach((place, index) => {
    const pylon = ((): Solid => {
      const [x, y, z] = place;
      if (textOf(parameters, "enginePlace") === "rear") {
        return workshop.box([x - engineRadius, y + engineLength * 0.45, z], [engineRadius * 1.2, engineLength * 0.5, engineRadius * 0.24], { part: "engine_pylon", material: "body" });
      }
      const w = engineRadius * 0.11;
      const corners: [number, number][] = [[0.2, 0.92], [0.75, 0.75], [1.35, 1.1], [0.45, 1.15]];
      return workshop.hull(corners.flatMap(([along, up]) => [w, -w].map((side): Vector3 => [x + side, y + along * engineLength, z + up * engineRadius])), { part: "engine_pylon", material: "wing" });
    })();
    const engine = nacelle(workshop, engineRadius, engineLength, `engine_${index + 1}`, engineMaterial);
    for (const solid of [...engine.map((piece) => piece.translate(...place)), pylon]) solids.push(solid, solid.mirrorX());
  });

  const lowestEngine = textOf(parameters, "enginePlace") === "rear" ? 0 : places[0]![2] - engineRadius;
  const ground = Math.min(-radius * 1.5, lowestEngine - radius * 0.12);
  const noseY = at(0.075 * stretch);
  const noseGear: Vector3 = [0, noseY, -radius * 0.8];
  const down = textOf(parameters, "gear") === "down";
  if (down) {
    const wheel = radius * 0.21;
    solids.push(...gearLeg(workshop, noseGear, ground, wheel * 0.8, true, "gear_nose", wheel * 0.38));
    for (const side of [1, -1]) {
      const from: Vector3 = [side * radius * 1.25, rootY + rootChord * 0.72, wingZ];
      solids.push(...gearLeg(workshop, from, ground, wheel, true, "gear_main", wheel * 0.42));
    }
  }
  const last = ribs.at(-1)!;
  return {
    noseLanding: down ? [0, noseY, ground] : [0, noseY, -radius],
    noseParts: down ? ["gear_nose"] : ["fuselage"],
    wingTip: [last.at[0] + radius, last.at[1] + last.chord * 0.5, last.at[2] + (winglets === "blended" ? radius : 0)],
    elevatorTip: [tailHalf * 1.1, elevator[1]!.at[1] + elevator[1]!.chord * 0.5, elevator[1]!.at[2]],
    rudderLower: [0, at(0.955), radius * 0.9],
    rudderUpper: [0, fin[2]!.at[1] + fin[2]!.chord, fin[2]!.at[2]],
    tail: [0, at(1) + 1, radius * 0.74],
  };
}

/** Which paint a place of the fuselage has; edges are cut by {@link cutLivery}. */
function livery(parameters: Parameters, [x, y, z]: Vector3, radius: number, length: number): Finish {
  const [kind, part] = [textOf(parameters, "livery"), "fuselage"];
  const tail = y - (z / radius) * length * 0.035 > length * 0.27;
  if (kind === "tail" && tail) return { part, material: "accent" };
  if (kind === "belly" && z < -radius * 0.32) return { part, material: "accent" };
  if (kind === "sweep" && z < -radius * 0.1 + y * (radius / length) * 2.2) return { part, material: "accent" };
  return { part, material: kind !== "belly" && z < -radius * 0.62 && x * x < radius * radius ? "belly" : "body" };
}

/** Cuts the fuselage along the edges of its paint. */
function cutLivery(fuselage: Solid, parameters: Parameters, radius: number, length: number): Solid[] {
  const kind = textOf(parameters, "livery");
  const split = (solids: Solid[], normal: Vector3, offset: number): Solid[] => {
    const size = Math.sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
    const unit: Vector3 = [normal[0] / size, normal[1] / size, normal[2] / size];
    return solids.flatMap((solid) => [solid.trim(unit, offset / size), solid.trim([-unit[0], -unit[1], -unit[2]], -offset / size)]);
  };
  if (kind === "belly") return split([fuselage], [0, 0, 1], -radius * 0.32);
  const base = split([fuselage], [0, 0, 1], -radius * 0.62);
  if (kind === "tail") return split(base, [0, 1, -(length * 0.035) / radius], length * 0.27);
  if (kind === "sweep") return split(base, [0, (radius / length) * 2.2, -1], radius * 0.1);
  return base;
}

/** Cockpit panes, cabin windows and doors. */
function windows(parameters: Parameters, radius: number, noseEnd: number, at: (t: number) => number, stretch: number): Region[] {
  const pane: Finish = { part: "window", material: "glass" };
  const regions: Region[] = [];
  const nose = at(0);
  // Two front panes seen from ahead and two side panes seen from the side.
  const front = roundedPolygon([[radius * 0.22, radius * 0.03], [radius * 0.52, radius * 0.03], [radius * 0.5, radius * 0.34], [radius * 0.2, radius * 0.36]], radius * 0.04, 2);
  // Axis y takes (z, x).
  const panes = (polygon: readonly Vector2[]): Region => ({ axis: "y", outlines: [polygon], from: nose - 1, to: noseEnd, finish: pane });
  const right = panes(front);
  regions.push(right, mirrored(right));
  const y0 = at(0.034 * stretch);
  const unit = at(0.01 * stretch) - at(0);
  for (const [from, to, low, high] of [[0.6, 2.3, 0.25, 0.48], [2.65, 4.1, 0.28, 0.5]] as const) {
    const outline = roundedPolygon([[y0 + from * unit, low * radius], [y0 + to * unit, low * radius], [y0 + (to - 0.1) * unit, high * radius], [y0 + (from + 0.55) * unit, high * radius]], unit * 0.3, 2);
    const side: Region = { axis: "x", outlines: [outline], from: radius * 0.45, to: radius * 1.3, finish: pane };
    regions.push(side, mirrored(side));
  }
  const kind = textOf(parameters, "windows");
  const oval = kind === "oval";
  const start = noseEnd + radius * (oval ? 0.9 : 1);
  const end = at(oval ? 0.63 : 0.76);
  const doors = [start - radius * 0.35, end + radius * 0.2];
  if (kind !== "none") {
    const pitch = oval ? radius * 0.85 : Math.max(radius * 0.36, (end - start) / 30);
    const [width, height] = oval ? [radius * 0.36, radius * 0.26] : [pitch * 0.42, radius * 0.17];
    for (let y = start; y < end; y += pitch) {
      const outline = roundedRectangle([y, radius * 0.2], width, height, Math.min(width, height) * 0.45, 2);
      const side: Region = { axis: "x", outlines: [outline], from: radius * 0.5, to: radius * 1.3, finish: pane };
      regions.push(side, mirrored(side));
    }
  }
  for (const y of oval ? doors.slice(0, 1) : doors) {
    const outer = roundedRectangle([y, radius * 0.02], radius * 0.36, radius * 0.86, radius * 0.1, 2);
    const inner = roundedRectangle([y, radius * 0.02], radius * 0.33, radius * 0.83, radius * 0.085, 2).toReversed();
    const side: Region = { axis: "x", outlines: [outer, inner], from: radius * 0.5, to: radius * 1.3, finish: { part: "door", material: "black_plastic" } };
    regions.push(side, mirrored(side));
  }
  return regions;
}
