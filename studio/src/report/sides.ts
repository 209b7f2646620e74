/** Filters of the groups that a verification report calls by name. */

/** Middles of the sides, each 45° wide, counter-clockwise from the front. */
const SIDES = ["front", "front left", "left", "back left", "back", "back right", "right", "front right"];
const BANDS: Readonly<Record<string, string>> = { "from below": "..-0.01", "0° to 15°": "0..14.99", "15° to 30°": "15..29.99", "30° to 60°": "30..59.99", "from above 60°": "60.." };

/** Null for a name of another version. */
export function sideFilter(field: "azimuth" | "elevation", name: string): Record<string, string | null> | null {
  if (field === "elevation") return BANDS[name] === undefined ? null : { elevation: BANDS[name] };
  if (name === "front unknown") return { azimuth: null };
  const at = SIDES.indexOf(name);
  const edge = (value: number): string => String(Math.round(((value + 360) % 360) * 100) / 100);
  return at < 0 ? null : { azimuth: `${edge(at * 45 - 22.5)}..${edge(at * 45 + 22.49)}` };
}
