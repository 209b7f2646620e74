/** Car wheels: tyre, rim and brake. */
import { cos, radians, sin } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";
import { roundedPolygon } from "./profile.js";
import type { Finish, Solid, Vector2, Workshop } from "./solid.js";

/** What a rim looks like. */
export type RimStyle = "spokes" | "double" | "cover" | "turbine";

/**
 * A wheel about the x axis at the origin, its outer face towards +x.
 * @returns solids that may overlap
 */
export function carWheel(workshop: Workshop, radius: number, width: number, style: RimStyle, spokes: number, part: string): Solid[] {
  const finish = (material: string): Finish => ({ part, material });
  const half = width / 2;
  const rim = radius * 0.68;
  const side = [[0.68, 0.84], [0.76, 0.95], [0.85, 1], [0.93, 0.96], [0.975, 0.86], [1, 0.7]] as const;
  const tyre = [...side.map(([r, x]): Vector2 => [r * radius, -x * half]), ...side.map(([r, x]): Vector2 => [r * radius, x * half]).toReversed()];
  const barrel: Vector2[] = [[rim * 1.04, half * 0.8], [rim * 1.04, half * 0.92], [rim * 0.97, half * 0.92], [rim * 0.9, half * 0.62], [rim * 0.9, -half * 0.6], [rim * 1.04, -half * 0.6]];
  const turn = (solid: Solid): Solid => solid.rotate(0, 90, 0);
  const solids = [
    turn(workshop.revolve(tyre, 26, finish("rubber"), 40)),
    turn(workshop.revolve(barrel.toReversed(), 26, finish("rim"), 40)),
    turn(workshop.cylinder(half * 0.5, rim * 0.93, rim * 0.93, 18, finish("dark_metal")).translate(0, 0, -half * 0.3)),
    turn(workshop.cylinder(half * 0.7, rim * 0.22, rim * 0.17, 12, finish("rim")).translate(0, 0, half * 0.15)),
  ];
  if (style === "cover") {
    // A full cover with a ring of openings.
    const openings = Array.from({ length: spokes + 4 }, (_, index) => {
      const angle = radians((360 * (index + 0.5)) / (spokes + 4));
      const [c, s] = [cos(angle), sin(angle)];
      const size = rim * 0.11;
      return roundedPolygon([[-size * 1.4, -size * 0.7], [size * 1.4, -size * 0.9], [size * 1.4, size * 0.9], [-size * 1.4, size * 0.7]], size * 0.5, 2).map(
        ([u, v]): Vector2 => [(rim * 0.68 + u) * c - v * s, (rim * 0.68 + u) * s + v * c],
      ).toReversed();
    });
    const disc = Array.from({ length: 30 }, (_, index): Vector2 => [rim * 0.96 * cos(radians(index * 12)), rim * 0.96 * sin(radians(index * 12))]);
    solids.push(turn(workshop.extrude([disc, ...openings], half * 0.14, finish("rim")).translate(0, 0, half * 0.6)));
    return solids;
  }
  const spoke = (angleDegrees: number, spread: number): Solid => {
    const outer = rim * 0.95;
    const at = (r: number, degrees: number, x: number): Vector3 => [x, r * cos(radians(degrees)), r * sin(radians(degrees))];
    const root = style === "double" ? 7 : 16;
    const thin = style === "turbine" ? 3 : style === "double" ? 2.6 : 5.5;
    const end = angleDegrees + spread;
    const points = [root, -root].flatMap((degrees) => [at(rim * 0.18, angleDegrees + degrees * 1.2, half * 0.84), at(rim * 0.18, angleDegrees + degrees * 1.2, half * 0.5)]);
    const tips = [thin, -thin].flatMap((degrees) => [at(outer, end + degrees, half * 0.76), at(outer, end + degrees, half * 0.46)]);
    return workshop.hull([...points, ...tips], finish("rim"), 30);
  };
  for (let index = 0; index < spokes; index++) {
    const angle = 90 + (360 * index) / spokes;
    if (style === "double") solids.push(spoke(angle - 4, -7), spoke(angle + 4, 7));
    else solids.push(spoke(angle, style === "turbine" ? 18 : 0));
  }
  return solids;
}
