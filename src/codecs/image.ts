/** Pictures as bytes: the one place where sharp is used. Nothing here touches a file. */
import type SharpFactory from "sharp";
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import { insertPngText } from "./png-text.js";

/** A picture with 16 bits per channel, rows from the top. */
export interface Image16 {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint16Array;
}

/** What {@link decodeImage} accepts. */
export interface DecodeLimits {
  /** Width × height above which a picture is refused before it is unpacked; default 2^26 (8192 × 8192). */
  maximumPixels?: number;
  /** Name of the file, for the error message. */
  subject?: string;
}

const DEFAULT_MAXIMUM_PIXELS = 67_108_864;

/**
 * zlib level of colour pictures. At 512² with libpng's row filters off: level 1 4.6 ms, 531 kB; 2 7.3 ms, 399 kB;
 * 3 7.9 ms, 370 kB; 6 9.0 ms, 368 kB; with row filters 2 10.7 ms, 315 kB; 6 24 ms, 281 kB.
 */
const DEFAULT_COMPRESSION_LEVEL = 3;

let loading: Promise<typeof SharpFactory> | null = null;

async function loadSharp(): Promise<typeof SharpFactory> {
  loading ??= import("sharp").then(
    ({ default: sharp }) => {
      sharp.cache(false); // every picture is read once; a cache would only hold memory
      sharp.concurrency(1); // one thread per worker: workers are what runs side by side
      return sharp;
    },
    (cause: unknown) => {
      loading = null;
      throw new DatasetError("E_DEPENDENCY", "The image library sharp cannot be loaded.", {
        hint: "Install the packages again with `npm ci`, on the machine that runs dst3d.",
        cause,
      });
    },
  );
  return loading;
}

/** How many threads the encoder may use for one picture; 1 unless this is called. Holds for the whole process. */
export async function setImageThreads(threads: number): Promise<void> {
  (await loadSharp()).concurrency(threads);
}

/** The kinds of picture that are read. Others that sharp knows (SVG, PDF …) can reach for files or the network. */
function isKnownPicture(bytes: Uint8Array): boolean {
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  return (
    ascii(1, 4) === "PNG" ||
    (bytes[0] === 0xff && bytes[1] === 0xd8) || // JPEG
    (ascii(0, 4) === "RIFF" && ascii(8, 12) === "WEBP") ||
    ascii(0, 4) === "GIF8" ||
    ascii(0, 4) === "II*\0" || // TIFF
    ascii(0, 4) === "MM\0*" ||
    (ascii(4, 8) === "ftyp" && ascii(8, 11) === "avi")
  );
}

function pictureError(subject: string | undefined, what: string, cause?: unknown): DatasetError {
  return new DatasetError("E_IMAGE", `${subject ?? "A picture"} ${what}`, {
    hint: "Save it again as PNG or JPEG.",
    ...(subject === undefined ? {} : { subject }),
    ...(cause === undefined ? {} : { cause }),
  });
}

function refuseUnknown(bytes: Uint8Array, subject: string | undefined): void {
  if (!isKnownPicture(bytes)) throw pictureError(subject, bytes.length === 0 ? "is empty." : "is not a PNG, JPEG, WebP, GIF, TIFF or AVIF picture.");
}

function unreadable(cause: unknown, maximumPixels: number, subject: string | undefined): DatasetError {
  if (DatasetError.isInstance(cause)) return cause;
  const line = firstLine(cause);
  return pictureError(subject, line.includes("exceeds pixel limit") ? `has more than ${maximumPixels} pixels.` : `cannot be read: ${line}`, cause);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

/**
 * Decodes a PNG, JPEG, WebP, GIF, TIFF or AVIF to 8-bit RGBA. EXIF orientation, gamma and ICC profiles are ignored,
 * as glTF asks; deeper pictures keep their upper 8 bits.
 * @throws DatasetError E_IMAGE for anything else, damaged data, or more than `limits.maximumPixels` pixels.
 */
export function decodeImage(bytes: Uint8Array, limits: DecodeLimits = {}): Promise<Image> {
  return decode(bytes, limits, 4);
}

/** As {@link decodeImage}, to RGB: alpha is left out. */
export function decodeRgb(bytes: Uint8Array, limits: DecodeLimits = {}): Promise<Image> {
  return decode(bytes, limits, 3);
}

async function decode(bytes: Uint8Array, limits: DecodeLimits, channels: 3 | 4): Promise<Image> {
  const maximumPixels = limits.maximumPixels ?? DEFAULT_MAXIMUM_PIXELS;
  refuseUnknown(bytes, limits.subject);
  const sharp = await loadSharp();
  try {
    const options = { limitInputPixels: maximumPixels, failOn: "error", ignoreIcc: true, autoOrient: false } as const;
    const picture = sharp(bytes, options).toColourspace("srgb");
    const { data, info } = await (channels === 4 ? picture.ensureAlpha() : picture.removeAlpha()).raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels, data: plainBytes(data) };
  } catch (cause) {
    throw unreadable(cause, maximumPixels, limits.subject);
  }
}

/**
 * Decodes a photograph to RGB: turned upright by its EXIF orientation; what is transparent becomes white.
 * @throws DatasetError E_IMAGE as {@link decodeImage} does
 */
export async function decodeUpright(bytes: Uint8Array, limits: DecodeLimits = {}): Promise<Image> {
  const maximumPixels = limits.maximumPixels ?? DEFAULT_MAXIMUM_PIXELS;
  refuseUnknown(bytes, limits.subject);
  const sharp = await loadSharp();
  try {
    const upright = sharp(bytes, { limitInputPixels: maximumPixels, failOn: "error", ignoreIcc: true }).autoOrient();
    const { data, info } = await upright.flatten({ background: "white" }).toColourspace("srgb").raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    checkSize(data, info.width, info.height, 3);
    return { width: info.width, height: info.height, channels: 3, data: plainBytes(data) };
  } catch (cause) {
    throw unreadable(cause, maximumPixels, limits.subject);
  }
}

/** A picture that fills a size, and which part of its file it shows. */
export interface CoverImage {
  /** RGB. */
  image: Image;
  /** Size of the whole picture in pixels, turned as its EXIF orientation says. */
  width: number;
  height: number;
  /** The part that is shown: the largest central one of the wanted shape. */
  cropXYXY: [number, number, number, number];
}

/**
 * Decodes a photograph to fill a size: turned upright by its EXIF orientation, cropped in the middle to the size's
 * shape, scaled with Lanczos' kernel of three lobes; what is transparent becomes white.
 * @throws DatasetError E_IMAGE as {@link decodeImage} does
 */
export async function decodeCover(bytes: Uint8Array, width: number, height: number, limits: DecodeLimits = {}): Promise<CoverImage> {
  const maximumPixels = limits.maximumPixels ?? DEFAULT_MAXIMUM_PIXELS;
  refuseUnknown(bytes, limits.subject);
  const sharp = await loadSharp();
  try {
    const upright = sharp(bytes, { limitInputPixels: maximumPixels, failOn: "error", ignoreIcc: true }).autoOrient();
    const { autoOrient: whole } = await sharp(bytes, { limitInputPixels: maximumPixels }).metadata();
    const crop = { width: Math.max(1, Math.min(whole.width, Math.round((whole.height * width) / height))), height: Math.max(1, Math.min(whole.height, Math.round((whole.width * height) / width))) };
    const [left, top] = [Math.floor((whole.width - crop.width) / 2), Math.floor((whole.height - crop.height) / 2)];
    const shown = upright.extract({ left, top, ...crop }).resize(width, height, { fit: "fill", kernel: "lanczos3", fastShrinkOnLoad: false });
    const { data } = await shown.flatten({ background: "white" }).toColourspace("srgb").raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    checkSize(data, width, height, 3);
    return { image: { width, height, channels: 3, data: plainBytes(data) }, width: whole.width, height: whole.height, cropXYXY: [left, top, left + crop.width, top + crop.height] };
  } catch (cause) {
    throw unreadable(cause, maximumPixels, limits.subject);
  }
}

/**
 * Without Node's Buffer subclass, and owning its memory: the result is the same kind of thing everywhere.
 * (sharp's own `toUint8Array` would give that, but loses about 80 kB per call: measured with 0.35.5 in `bench/memory`.)
 */
function plainBytes(data: Uint8Array): Uint8Array {
  const alone = data.byteOffset === 0 && data.buffer.byteLength === data.byteLength;
  return alone ? new Uint8Array(data.buffer, 0, data.byteLength) : Uint8Array.from(data);
}

function checkSize(data: ArrayLike<number>, width: number, height: number, channels: number): void {
  if (width >= 1 && height >= 1 && data.length === width * height * channels) return;
  throw new DatasetError("E_IMAGE", `${data.length} values are not a picture of ${width} × ${height} × ${channels}.`);
}

/**
 * Rasterises an SVG drawing that the program itself has made, never one that it was given: those can reach for files.
 * @param scale pixels per unit of the drawing
 * @throws DatasetError E_IMAGE when it is no SVG
 */
export async function rasterizeSvg(svg: string, scale: number): Promise<Image> {
  const sharp = await loadSharp();
  try {
    const { data, info } = await sharp(new TextEncoder().encode(svg), { density: 72 * scale, limitInputPixels: DEFAULT_MAXIMUM_PIXELS })
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels: 3, data: plainBytes(data) };
  } catch (cause) {
    throw pictureError(undefined, `cannot be drawn: ${firstLine(cause)}`, cause);
  }
}

/** How a PNG is written. */
export interface PngOptions {
  /** zlib level 0..9. */
  compressionLevel?: number;
  /** Lets libpng choose a filter per row: a fifth smaller and half as slow again. */
  rowFilters?: boolean;
  /** Texts kept in the file, by keyword (1..79 Latin-1 characters). */
  text?: Readonly<Record<string, string>>;
}

/**
 * Encodes an 8-bit gray, RGB or RGBA picture as PNG; same picture and options → same bytes.
 * @throws DatasetError E_IMAGE when the data does not fit the size.
 */
export async function encodePng(image: Image, options: PngOptions = {}): Promise<Uint8Array> {
  const { width, height, channels, data } = image;
  checkSize(data, width, height, channels);
  const sharp = await loadSharp();
  const { data: png } = await sharp(data, { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .png({ compressionLevel: options.compressionLevel ?? DEFAULT_COMPRESSION_LEVEL, adaptiveFiltering: options.rowFilters ?? false })
    .toBuffer({ resolveWithObject: true });
  return options.text === undefined ? plainBytes(png) : insertPngText(png, options.text);
}

/**
 * Encodes an 8-bit RGB picture as JPEG without colour subsampling; same picture and quality → same bytes.
 * @param quality 1..100
 * @throws DatasetError E_IMAGE when the data does not fit the size.
 */
export async function encodeJpeg(image: Image, quality: number): Promise<Uint8Array> {
  const { width, height, channels, data } = image;
  checkSize(data, width, height, channels);
  const sharp = await loadSharp();
  const { data: jpeg } = await sharp(data, { raw: { width, height, channels } }).toColourspace("srgb").jpeg({ quality, chromaSubsampling: "4:4:4" }).toBuffer({ resolveWithObject: true });
  return plainBytes(jpeg);
}

/**
 * A small WebP of an encoded picture, for looking at; 16-bit pictures, such as depth, are stretched to what 8 bits can show.
 * @param side longest side in pixels; smaller pictures stay as they are
 * @throws DatasetError E_IMAGE for what is no picture or too large
 */
export async function encodeThumbnail(bytes: Uint8Array, side: number, limits: DecodeLimits = {}): Promise<Uint8Array> {
  const sharp = await loadSharp();
  try {
    const source = sharp(bytes, { limitInputPixels: limits.maximumPixels ?? DEFAULT_MAXIMUM_PIXELS });
    const { depth } = await source.metadata();
    const picture = source.resize(side, side, { fit: "inside", withoutEnlargement: true });
    return plainBytes(await (depth === "ushort" ? picture.normalise() : picture).toColourspace("srgb").webp({ quality: 80, effort: 2 }).toBuffer());
  } catch (cause) {
    throw pictureError(limits.subject, `cannot be made smaller: ${firstLine(cause)}`, cause);
  }
}

/**
 * Encodes 16-bit gray or RGB as PNG, losslessly.
 * @throws DatasetError E_IMAGE when the data does not fit the size.
 */
export async function encodePng16(data: Uint16Array, width: number, height: number, channels: 1 | 3): Promise<Uint8Array> {
  checkSize(data, width, height, channels);
  const sharp = await loadSharp();
  // Only a Uint16Array together with a 16-bit colour space is taken as 16-bit; a byte buffer would be read as 8-bit.
  const { data: png } = await sharp(data, { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? "grey16" : "rgb16")
    .png({ compressionLevel: DEFAULT_COMPRESSION_LEVEL })
    .toBuffer({ resolveWithObject: true });
  return plainBytes(png);
}

/**
 * Decodes a 16-bit gray or RGB PNG exactly.
 * @throws DatasetError E_IMAGE for any other picture or damaged data.
 */
export async function decodePng16(bytes: Uint8Array, limits: DecodeLimits = {}): Promise<Image16> {
  const channels = png16Channels(bytes);
  if (channels === null) throw pictureError(limits.subject, "is not a 16-bit gray or RGB PNG.");
  const sharp = await loadSharp();
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: limits.maximumPixels ?? DEFAULT_MAXIMUM_PIXELS, failOn: "error", ignoreIcc: true })
      .toColourspace(channels === 1 ? "grey16" : "rgb16")
      .raw({ depth: "ushort" })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels, data: new Uint16Array(plainBytes(data).buffer) };
  } catch (cause) {
    throw pictureError(limits.subject, `cannot be read: ${firstLine(cause)}`, cause);
  }
}

/** Bit depth and colour type stand at fixed places of a PNG's first chunk. */
function png16Channels(bytes: Uint8Array): 1 | 3 | null {
  const isPng16 = bytes.length > 33 && bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[24] === 16;
  if (!isPng16) return null;
  return bytes[25] === 0 ? 1 : bytes[25] === 2 ? 3 : null;
}
