/** How pictures are put into groups. */
import { degrees, wrapTurn } from "../../core/math.js";
import { imageCategory } from "../../sample/image-category.js";
import type { SampleRecord } from "../../sample/record.js";

/** Sides of the object that the camera sees, counter-clockwise from the front; each spans 45 degrees about its middle. */
const SIDES = ["front", "front left", "left", "back left", "back", "back right", "right", "front right"] as const;
const BANDS = [
  { below: 0, name: "from below" },
  { below: 15, name: "0° to 15°" },
  { below: 30, name: "15° to 30°" },
  { below: 60, name: "30° to 60°" },
  { below: Infinity, name: "from above 60°" },
] as const;

/** Groups of the azimuth and elevation, in the order in which they are shown. */
export const AZIMUTH_GROUPS: readonly string[] = [...SIDES, "front unknown"];
export const ELEVATION_GROUPS: readonly string[] = BANDS.map(({ name }) => name);

/** What the label says that is seen; of a picture without an object what its photograph is said to show. */
export function categoryOf(record: SampleRecord): string {
  return imageCategory(record) ?? "no object";
}

/** The side of the main object that is seen; null without one. */
export function azimuthGroup(record: SampleRecord): string | null {
  const viewpoint = viewpointOf(record);
  if (viewpoint === null) return null;
  const { azimuthRadians } = viewpoint;
  if (azimuthRadians === null) return "front unknown";
  return SIDES[Math.floor(degrees(wrapTurn(azimuthRadians)) / 45 + 0.5) % SIDES.length]!;
}

/** From how high the main object is seen; null without one. */
export function elevationGroup(record: SampleRecord): string | null {
  const viewpoint = viewpointOf(record);
  if (viewpoint === null) return null;
  // A label of 30° is not below it for a rounding error.
  const elevationDegrees = degrees(viewpoint.elevationRadians) + 1e-9;
  return BANDS.find(({ below }) => elevationDegrees < below)!.name;
}

/** The label's viewpoint; null where there is no label. */
export function viewpointOf(record: SampleRecord): { azimuthRadians: number | null; elevationRadians: number } | null {
  const viewpoint = record.labelStatus === "none" ? undefined : record.objects[0]?.viewpoint;
  return viewpoint === undefined ? null : { azimuthRadians: viewpoint.azimuthRadians, elevationRadians: viewpoint.elevationRadians };
}
