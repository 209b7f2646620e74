/**
 * Radiance pictures (.hdr, RGBE). Format: Greg Ward, "Real Pixels", Graphics Gems II (1991) and the Radiance
 * reference manual, file formats: a text header, a resolution line, then scanlines that are flat, run-length coded
 * the old way (1 1 1 n repeats a pixel) or the new way (2 2 hi lo, four coded planes). Mantissa m with exponent e
 * means m · 2^(e − 136), as in Ward's rgbe.c and in Blender; all zero for e = 0.
 */
import { DatasetError } from "../core/errors.js";

/** A picture of linear radiance. */
export interface HdrImage {
  width: number;
  height: number;
  /** width × height × 3, linear RGB, row 0 at the top. */
  data: Float32Array;
}

/** What the header says, before any pixel is decoded. */
export interface HdrHeader {
  width: number;
  height: number;
  /** Divide stored values by these to get radiance (EXPOSURE and COLORCORR, multiplied up). */
  exposure: readonly [number, number, number];
  /** First axis of the resolution line, which scanlines run across: `-Y +X` is the usual. */
  orientation: { rowsFirst: boolean; flipX: boolean; flipY: boolean };
  /** Where pixels begin. */
  offset: number;
}

/** Pictures with more pixels than this are refused before anything is allocated. */
export const MAXIMUM_HDR_PIXELS = 64 * 1024 * 1024;
const MAXIMUM_HEADER_BYTES = 64 * 1024;

/** 2^(e − 136) for every exponent byte; 0 for e = 0. */
const EXPONENT_SCALE = ((): Float64Array => {
  const table = new Float64Array(256);
  let scale = 1;
  for (let step = 0; step < 135; step++) scale /= 2;
  for (let exponent = 1; exponent < 256; exponent++, scale *= 2) table[exponent] = scale;
  return table;
})();

function refuse(name: string, what: string, hint: string): never {
  throw new DatasetError("E_ENVIRONMENT", `${name}: ${what}`, { hint, subject: name });
}

const EXPORT_AGAIN = "Export the picture again as Radiance .hdr (RGBE).";
const COPY_AGAIN = "The file is damaged or incomplete: copy or download it again.";

/**
 * Reads the header of a Radiance picture.
 * @param bytes the whole file, or at least its header
 * @param name what messages call it
 * @throws DatasetError E_ENVIRONMENT when it is no Radiance picture, or larger than {@link MAXIMUM_HDR_PIXELS}
 */
export function readHdrHeader(bytes: Uint8Array, name = "picture"): HdrHeader {
  if (bytes.length === 0) refuse(name, "the file is empty", COPY_AGAIN);
  if (bytes[0] !== 0x23 || bytes[1] !== 0x3f) {
    refuse(name, "not a Radiance .hdr picture (it does not begin with #?)", EXPORT_AGAIN);
  }
  let at = 0;
  const line = (): string => {
    let text = "";
    const end = Math.min(bytes.length, MAXIMUM_HEADER_BYTES);
    while (at < end && bytes[at] !== 10) text += String.fromCharCode(bytes[at++]!);
    if (at >= end) refuse(name, "the header does not end", COPY_AGAIN);
    at++;
    return text.endsWith("\r") ? text.slice(0, -1) : text;
  };
  line();
  const exposure: [number, number, number] = [1, 1, 1];
  for (;;) {
    const text = line().trim();
    if (text === "") break;
    const [key, value = ""] = [text.split("=")[0]!.trim().toUpperCase(), text.slice(text.indexOf("=") + 1).trim()];
    if (key === "FORMAT" && value !== "32-bit_rle_rgbe") {
      refuse(name, `pixel format ${value.slice(0, 40)} is not supported`, "Convert it to FORMAT=32-bit_rle_rgbe, for example with Radiance's `ra_xyze -r`.");
    }
    if (key === "EXPOSURE" || key === "COLORCORR") {
      const factors = value.split(/\s+/).map(Number);
      const [red, green = red, blue = red] = factors as [number, number?, number?];
      for (const [channel, factor] of [red, green!, blue!].entries()) {
        exposure[channel]! *= factor;
        if (!(exposure[channel]! > 1e-20 && exposure[channel]! < 1e20)) refuse(name, `${key}=${value.slice(0, 40)} is not a usable factor`, "Correct the header line or export the picture again.");
      }
    }
  }
  const resolution = line();
  const match = /^([+-])([XY]) +(\d{1,9}) +([+-])([XY]) +(\d{1,9}) *$/.exec(resolution);
  if (!match || match[2] === match[5]) refuse(name, `unreadable resolution line "${resolution.slice(0, 40)}"`, EXPORT_AGAIN);
  const rowsFirst = match[2] === "Y";
  const height = Number(rowsFirst ? match[3] : match[6]);
  const width = Number(rowsFirst ? match[6] : match[3]);
  if (width < 1 || height < 1) refuse(name, `size ${width}×${height} has no pixels`, EXPORT_AGAIN);
  if (width * height > MAXIMUM_HDR_PIXELS) {
    refuse(name, `size ${width}×${height} is more than ${MAXIMUM_HDR_PIXELS} pixels`, "Scale the picture down; 8192×4096 is plenty for a background.");
  }
  return {
    width,
    height,
    exposure,
    orientation: { rowsFirst, flipX: (rowsFirst ? match[4] : match[1]) === "-", flipY: (rowsFirst ? match[1] : match[4]) === "+" },
    offset: at,
  };
}

/**
 * Decodes a Radiance picture of any of the eight orientations to linear radiance, top row first.
 * @param bytes the whole file
 * @param name what messages call it
 * @throws DatasetError E_ENVIRONMENT for everything that is not a complete, sound picture
 */
export function decodeHdr(bytes: Uint8Array, name = "picture"): HdrImage {
  const header = readHdrHeader(bytes, name);
  const { width, height, exposure, orientation } = header;
  const length = orientation.rowsFirst ? width : height;
  const count = orientation.rowsFirst ? height : width;
  const planar = isPlanar(bytes, header.offset, length);
  const smallest = count * (planar ? 4 + 8 * Math.ceil(length / 127) : 4);
  if (bytes.length - header.offset < smallest) {
    refuse(name, `truncated: ${bytes.length - header.offset} bytes cannot hold ${width}×${height} pixels`, COPY_AGAIN);
  }

  const data = new Float32Array(width * height * 3);
  const stepX = (orientation.flipX ? -1 : 1) * 3;
  const stepY = (orientation.flipY ? -1 : 1) * width * 3;
  const origin = ((orientation.flipX ? width - 1 : 0) + (orientation.flipY ? height - 1 : 0) * width) * 3;
  const step = orientation.rowsFirst ? stepX : stepY;
  const stepLine = orientation.rowsFirst ? stepY : stepX;
  const factorRed = 1 / exposure[0];
  const factorGreen = 1 / exposure[1];
  const factorBlue = 1 / exposure[2];
  const planes = new Uint8Array(length * 4);
  let at = header.offset;
  for (let index = 0; index < count; index++) {
    at = isPlanar(bytes, at, length) ? readPlanes(bytes, at, planes, length, index, name) : readPixels(bytes, at, planes, length, index, name);
    let target = origin + index * stepLine;
    for (let pixel = 0; pixel < length; pixel++, target += step) {
      const scale = EXPONENT_SCALE[planes[pixel + 3 * length]!]!;
      data[target] = planes[pixel]! * scale * factorRed;
      data[target + 1] = planes[pixel + length]! * scale * factorGreen;
      data[target + 2] = planes[pixel + 2 * length]! * scale * factorBlue;
    }
  }
  return { width, height, data };
}

function isPlanar(bytes: Uint8Array, at: number, length: number): boolean {
  return length >= 8 && length <= 0x7fff && bytes[at] === 2 && bytes[at + 1] === 2 && bytes[at + 2]! < 128;
}

/** One new-style scanline into four planes; returns where the next begins. */
function readPlanes(bytes: Uint8Array, start: number, planes: Uint8Array, length: number, line: number, name: string): number {
  if (((bytes[start + 2]! << 8) | bytes[start + 3]!) !== length) refuse(name, `scanline ${line} says another length than the header's ${length}`, COPY_AGAIN);
  let at = start + 4;
  for (let plane = 0; plane < 4; plane++) {
    let target = plane * length;
    const end = target + length;
    while (target < end) {
      const code = bytes[at++];
      if (code === undefined) refuse(name, `truncated in scanline ${line}`, COPY_AGAIN);
      const run = code > 128 ? code - 128 : code;
      if (run === 0 || target + run > end) refuse(name, `a run in scanline ${line} reaches past its end`, COPY_AGAIN);
      if (code > 128) {
        if (at >= bytes.length) refuse(name, `truncated in scanline ${line}`, COPY_AGAIN);
        planes.fill(bytes[at++]!, target, target + run);
        target += run;
      } else {
        if (at + run > bytes.length) refuse(name, `truncated in scanline ${line}`, COPY_AGAIN);
        for (const stop = target + run; target < stop; ) planes[target++] = bytes[at++]!;
      }
    }
  }
  return at;
}

/** One flat or old-style scanline into four planes; returns where the next begins. */
function readPixels(bytes: Uint8Array, start: number, planes: Uint8Array, length: number, line: number, name: string): number {
  let at = start;
  let shift = 0;
  for (let pixel = 0; pixel < length; ) {
    if (at + 4 > bytes.length) refuse(name, `truncated in scanline ${line}`, COPY_AGAIN);
    if (bytes[at] === 1 && bytes[at + 1] === 1 && bytes[at + 2] === 1) {
      const run = shift > 16 ? length : bytes[at + 3]! << shift;
      if (pixel === 0 || pixel + run > length) refuse(name, `a run in scanline ${line} reaches past its end`, COPY_AGAIN);
      for (let plane = 0; plane < 4; plane++) {
        const from = plane * length + pixel;
        planes.fill(planes[from - 1]!, from, from + run);
      }
      pixel += run;
      shift += 8;
    } else {
      for (let plane = 0; plane < 4; plane++) planes[plane * length + pixel] = bytes[at + plane]!;
      pixel++;
      shift = 0;
    }
    at += 4;
  }
  return at;
}

const FLOAT = new Float32Array(1);
const FLOAT_BITS = new Uint32Array(FLOAT.buffer);

/**
 * Encodes linear radiance as a Radiance picture (`-Y +X`, new-style runs where the width allows them). Each channel
 * is within 2^-8 of the pixel's largest one (half a mantissa step); negative values and NaN become 0.
 */
export function encodeHdr(image: HdrImage): Uint8Array {
  const { width, height, data } = image;
  const head = `#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y ${height} +X ${width}\n`;
  const planar = width >= 8 && width <= 0x7fff;
  const lineBytes = planar ? 4 + 4 * (width + Math.ceil(width / 127)) : 4 * width;
  const out = new Uint8Array(head.length + height * lineBytes);
  for (let index = 0; index < head.length; index++) out[index] = head.charCodeAt(index);
  const planes = new Uint8Array(width * 4);
  let at = head.length;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) encodePixel(data, (y * width + x) * 3, planes, x, width);
    if (planar) {
      out.set([2, 2, width >> 8, width & 255], at);
      at += 4;
      for (let plane = 0; plane < 4; plane++) at = writeRuns(planes, plane * width, (plane + 1) * width, out, at);
    } else {
      for (let x = 0; x < width; x++) for (let plane = 0; plane < 4; plane++) out[at++] = planes[plane * width + x]!;
    }
  }
  return out.slice(0, at);
}

function encodePixel(data: Float32Array, from: number, planes: Uint8Array, x: number, width: number): void {
  const channel = (index: number): number => (data[from + index]! > 0 ? Math.min(data[from + index]!, 1.6e38) : 0);
  const largest = Math.max(channel(0), channel(1), channel(2));
  FLOAT[0] = largest;
  let exponent = ((FLOAT_BITS[0]! >>> 23) & 255) + 2;
  if (Math.round(largest / EXPONENT_SCALE[exponent]!) > 255) exponent++;
  const scale = EXPONENT_SCALE[exponent]!;
  const black = largest < 1e-37;
  for (let plane = 0; plane < 3; plane++) planes[plane * width + x] = black ? 0 : Math.round(channel(plane) / scale);
  planes[3 * width + x] = black ? 0 : exponent;
}

function writeRuns(planes: Uint8Array, start: number, end: number, out: Uint8Array, from: number): number {
  let at = from;
  let position = start;
  while (position < end) {
    let run = 1;
    while (run < 127 && position + run < end && planes[position + run] === planes[position]) run++;
    if (run >= 3) {
      out[at++] = 128 + run;
      out[at++] = planes[position]!;
      position += run;
      continue;
    }
    const first = position;
    while (position < end && position - first < 127) {
      if (position + 2 < end && planes[position] === planes[position + 1] && planes[position] === planes[position + 2]) break;
      position++;
    }
    out[at++] = position - first;
    for (let copied = first; copied < position; copied++) out[at++] = planes[copied]!;
  }
  return at;
}
