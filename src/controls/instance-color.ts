/** Colours that tell the objects of a scene apart. */

/** Red, green, blue, 0 to 255. */
export type Color = readonly [number, number, number];

const GOLDEN_TURN = 0.6180339887498949;
/** Saturation and value, in turn: neighbours in hue, which come many objects later, then differ in these. */
const SHADES = [[1, 1], [0.55, 1], [1, 0.65]] as const;

/** The colour of an instance id ≥ 1: hues a golden section apart, never black. */
export function instanceColor(instanceId: number): Color {
  const index = instanceId - 1;
  const [saturation, value] = SHADES[index % SHADES.length];
  const turn = index * GOLDEN_TURN;
  const hue = (turn - Math.floor(turn)) * 6;
  const channel = (offset: number): number => {
    const place = (offset + hue) % 6;
    const rise = Math.max(0, Math.min(place, 4 - place, 1));
    return Math.round(255 * value * (1 - saturation * rise));
  };
  return [channel(5), channel(3), channel(1)];
}
