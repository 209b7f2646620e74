/** Colours for variation: sRGB encoding, hue to colour, and changes of hue, saturation and value as one matrix. */
import { cos, pow, sin } from "../core/math.js";
import type { Matrix3, Vector3 } from "../geometry/vector.js";

/** A change of colour. */
export interface ColorShift {
  /** Turn of the hue circle. */
  hueRadians: number;
  /** 0 = grey, 1 = as it was. */
  saturation: number;
  /** 1 = as it was. */
  value: number;
}

/** sRGB encoding (IEC 61966-2-1) of a linear value, both 0..1. */
export function encodeSrgbUnit(linear: number): number {
  const held = linear < 0 ? 0 : linear > 1 ? 1 : linear;
  return held <= 0.0031308 ? held * 12.92 : 1.055 * pow(held, 1 / 2.4) - 0.055;
}

/** The inverse of {@link encodeSrgbUnit}. */
export function decodeSrgbUnit(encoded: number): number {
  const held = encoded < 0 ? 0 : encoded > 1 ? 1 : encoded;
  return held <= 0.04045 ? held / 12.92 : pow((held + 0.055) / 1.055, 2.4);
}

/**
 * A colour by hue (a share of the circle, 0 = red), saturation and value, all 0..1; the HSV cone's usual formula.
 * @returns in the same encoding as it is read: sRGB for colours of things
 */
export function colorOfHue(hue: number, saturation: number, value: number): Vector3 {
  const channel = (offset: number): number => {
    const place = (offset + hue * 6) % 6;
    return value * (1 - saturation * Math.max(0, Math.min(place, 4 - place, 1)));
  };
  return [channel(5), channel(3), channel(1)];
}

/**
 * The matrix of a colour change on sRGB-encoded values: hueRotate, then saturate (W3C Filter Effects, feColorMatrix),
 * then a factor. Grey stays grey.
 */
export function colorShiftMatrix({ hueRadians, saturation, value }: ColorShift): Matrix3 {
  const c = cos(hueRadians);
  const s = sin(hueRadians);
  const turned = [
    0.213 + c * 0.787 - s * 0.213, 0.715 - c * 0.715 - s * 0.715, 0.072 - c * 0.072 + s * 0.928,
    0.213 - c * 0.213 + s * 0.143, 0.715 + c * 0.285 + s * 0.14, 0.072 - c * 0.072 - s * 0.283,
    0.213 - c * 0.213 - s * 0.787, 0.715 - c * 0.715 + s * 0.715, 0.072 + c * 0.928 + s * 0.072,
  ];
  const grey = [0.213, 0.715, 0.072];
  const mixed = turned.map((_, at) => {
    const column = at % 3;
    // Saturating works on the turned colour: (1 − s) · luminance + s · colour.
    const luminance = grey[0]! * turned[column]! + grey[1]! * turned[3 + column]! + grey[2]! * turned[6 + column]!;
    return value * ((1 - saturation) * luminance + saturation * turned[at]!);
  });
  return mixed as unknown as Matrix3;
}

/** Applies a matrix of {@link colorShiftMatrix} to a linear colour, both 0..1. */
export function shiftLinearColor(matrix: Matrix3, color: Vector3): Vector3 {
  const [r, g, b] = [encodeSrgbUnit(color[0]), encodeSrgbUnit(color[1]), encodeSrgbUnit(color[2])];
  return [
    decodeSrgbUnit(matrix[0] * r + matrix[1] * g + matrix[2] * b),
    decodeSrgbUnit(matrix[3] * r + matrix[4] * g + matrix[5] * b),
    decodeSrgbUnit(matrix[6] * r + matrix[7] * g + matrix[8] * b),
  ];
}
