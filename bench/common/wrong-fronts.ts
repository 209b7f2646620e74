/** Fronts that the manifest of the shared models states wrongly, by what it says; each was looked at. */

/** The handlebar of the bicycle is at −Z. */
export const WRONG_IN_MANIFEST: ReadonlyMap<string, string> = new Map([["PublicTransportPack2017_Bicycle", "+Z"]]);
