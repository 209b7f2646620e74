import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeCover, decodeImage, decodePng16, decodeUpright, encodePng, encodePng16 } from "../../src/codecs/image.js";
import { readPngText } from "../../src/codecs/png-text.js";
import type { Image } from "../../src/core/image.js";

const sizes = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) });

function picture(channels: 1 | 3 | 4) {
  return sizes.chain(({ width, height }) => {
    const length = width * height * channels;
    return fc.uint8Array({ minLength: length, maxLength: length }).map((data): Image => ({ width, height, channels, data }));
  });
}

/** The picture as decodeImage gives it. */
function asRgba({ width, height, channels, data }: Image): Image {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < (channels === 4 ? 4 : 3); channel++) {
      rgba[pixel * 4 + channel] = data[pixel * channels + (channels === 1 ? 0 : channel)]!;
    }
  }
  return { width, height, channels: 4, data: rgba };
}

describe("8-bit PNG", () => {
  for (const channels of [1, 3, 4] as const) {
    it(`keeps every value of ${channels} channel(s)`, async () => {
      await fc.assert(
        fc.asyncProperty(picture(channels), fc.boolean(), async (image, rowFilters) => {
          expect(await decodeImage(await encodePng(image, { rowFilters }))).toEqual(asRgba(image));
        }),
        { numRuns: 25 },
      );
    });
  }

  it("stores gray as gray, and colour hidden under zero alpha", async () => {
    const gray = await encodePng({ width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) });
    expect((await sharp(gray).metadata()).space).toBe("b-w");
    const hidden: Image = { width: 1, height: 1, channels: 4, data: Uint8Array.of(9, 8, 7, 0) };
    expect(await decodeImage(await encodePng(hidden))).toEqual(hidden);
  });

  it("gives the same bytes for the same picture and leaves it alone", async () => {
    const image: Image = { width: 64, height: 48, channels: 3, data: Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * i) & 255) };
    const before = image.data.slice();
    expect(await encodePng(image)).toEqual(await encodePng(image));
    expect(image.data).toEqual(before);
  });

  it("carries texts", async () => {
    const image: Image = { width: 1, height: 1, channels: 1, data: Uint8Array.of(5) };
    const text = { parameters: "a photo of a café, 写真", Seed: "7" };
    const png = await encodePng(image, { text });
    expect(readPngText(png)).toEqual(text);
    expect(await decodeImage(png)).toEqual(asRgba(image));
    await expect(encodePng(image, { text: { "": "x" } })).rejects.toThrow("cannot name a text");
  });

  it("refuses data of another size", async () => {
    await expect(encodePng({ width: 2, height: 2, channels: 3, data: new Uint8Array(11) })).rejects.toThrow("11 values are not a picture of 2 × 2 × 3");
  });
});

describe("16-bit PNG", () => {
  for (const channels of [1, 3] as const) {
    it(`keeps every value of ${channels} channel(s)`, async () => {
      const pictures = sizes.chain(({ width, height }) => {
        const length = width * height * channels;
        return fc.uint16Array({ minLength: length, maxLength: length }).map((data) => ({ width, height, channels, data }));
      });
      await fc.assert(
        fc.asyncProperty(pictures, async (image) => {
          expect(await decodePng16(await encodePng16(image.data, image.width, image.height, channels))).toEqual(image);
        }),
        { numRuns: 25 },
      );
    });
  }

  it("refuses 8-bit pictures", async () => {
    const png = await encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(5) });
    await expect(decodePng16(png, { subject: "depth.png" })).rejects.toThrow("depth.png is not a 16-bit gray or RGB PNG.");
  });
});

describe("decodeImage", () => {
  const raw = { raw: { width: 3, height: 2, channels: 3 as const } };
  const pixels = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 40, 50, 60, 70, 80, 90);

  it("ignores EXIF orientation", async () => {
    const turned = await sharp(pixels, raw).withMetadata({ orientation: 6 }).png().toBuffer();
    expect(await decodeImage(turned)).toEqual(asRgba({ width: 3, height: 2, channels: 3, data: pixels }));
  });

  it("reads palettes, gray with alpha, 16-bit, WebP and TIFF as RGBA", async () => {
    const source = sharp(pixels, raw);
    const expected = asRgba({ width: 3, height: 2, channels: 3, data: pixels });
    for (const bytes of [
      await source.clone().png({ palette: true, effort: 10 }).toBuffer(),
      await source.clone().webp({ lossless: true }).toBuffer(),
      await source.clone().tiff({ compression: "lzw" }).toBuffer(),
      await encodePng16(Uint16Array.from(pixels, (value) => value * 257), 3, 2, 3),
    ]) {
      expect(await decodeImage(bytes)).toEqual(expected);
    }
    const grayAlpha = await sharp(Uint8Array.of(7, 128), { raw: { width: 1, height: 1, channels: 2 } }).toColourspace("b-w").png().toBuffer();
    expect((await decodeImage(grayAlpha)).data).toEqual(Uint8Array.of(7, 7, 7, 128));
  });

  it("ignores colour profiles, as glTF asks", async () => {
    const tagged = await sharp(pixels, raw).withIccProfile("p3").png().toBuffer();
    const untouched = await sharp(tagged, { ignoreIcc: true }).ensureAlpha().raw().toBuffer();
    expect((await decodeImage(tagged)).data).toEqual(new Uint8Array(untouched));
  });

  it("refuses what is empty, cut off, unknown or too large, naming the file", async () => {
    const png = await sharp(new Uint8Array(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } }).png().toBuffer();
    const jpeg = await sharp(pixels, raw).jpeg().toBuffer();
    const subject = "textures/wood.png";
    await expect(decodeImage(new Uint8Array(0), { subject })).rejects.toMatchObject({ code: "E_IMAGE", subject, message: `${subject} is empty.` });
    await expect(decodeImage(png.subarray(0, png.length - 40), { subject })).rejects.toMatchObject({ code: "E_IMAGE", subject });
    await expect(decodeImage(jpeg.subarray(0, 120), { subject })).rejects.toMatchObject({ code: "E_IMAGE" });
    await expect(decodeImage(new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>"))).rejects.toThrow("is not a PNG");
    await expect(decodeImage(png, { subject, maximumPixels: 89_999 })).rejects.toThrow(`${subject} has more than 89999 pixels.`);
    await expect(decodeImage(png, { maximumPixels: 90_000 })).resolves.toMatchObject({ width: 300, height: 300 });
  });
});

describe("photographs that fill a size", () => {
  /** Red left of the middle, blue right of it. */
  const halves = (width: number, height: number) =>
    Uint8Array.from({ length: width * height * 3 }, (_, at) => [Math.floor(at / 3) % width < width / 2, false, Math.floor(at / 3) % width >= width / 2][at % 3] ? 255 : 0);
  const jpeg = async (width: number, height: number, orientation: number) =>
    new Uint8Array(await sharp(halves(width, height), { raw: { width, height, channels: 3 } }).withMetadata({ orientation }).jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer());
  const colorAt = ({ data, width }: Image, x: number, y: number) => [0, 1, 2].map((channel) => Math.round(data[(y * width + x) * 3 + channel]! / 255)).join("");

  it("are cropped in the middle and scaled", async () => {
    const cover = await decodeCover(await jpeg(200, 60, 1), 40, 40);
    expect(cover).toMatchObject({ width: 200, height: 60, cropXYXY: [70, 0, 130, 60], image: { width: 40, height: 40, channels: 3 } });
    expect([colorAt(cover.image, 5, 20), colorAt(cover.image, 34, 20)]).toEqual(["100", "001"]);
  });

  it("stand as their EXIF orientation says", async () => {
    const { image, width, height, cropXYXY } = await decodeCover(await jpeg(80, 40, 6), 32, 64); // a quarter turn clockwise: left comes up
    expect([width, height, cropXYXY]).toEqual([40, 80, [0, 0, 40, 80]]);
    expect([colorAt(image, 16, 8), colorAt(image, 16, 56)]).toEqual(["100", "001"]);
  });

  it("become white where they are transparent, RGB when they are gray, and are refused as others are", async () => {
    const clear = await decodeCover(await encodePng({ width: 2, height: 2, channels: 4, data: new Uint8Array(16) }), 3, 3);
    expect(new Set(clear.image.data)).toEqual(new Set([255]));
    const gray = await decodeCover(await encodePng({ width: 2, height: 2, channels: 1, data: Uint8Array.of(9, 9, 9, 9) }), 3, 3);
    expect([...gray.image.data]).toEqual(new Array(27).fill(9));
    await expect(decodeCover(Uint8Array.of(1, 2, 3), 4, 4, { subject: "a.jpg" })).rejects.toMatchObject({ code: "E_IMAGE", message: expect.stringContaining("a.jpg") });
    await expect(decodeCover(await jpeg(80, 40, 1), 4, 4, { maximumPixels: 100 })).rejects.toMatchObject({ code: "E_IMAGE", message: expect.stringContaining("100 pixels") });
  });

  it("as a whole: upright, RGB, white where they are transparent, and refused as others are", async () => {
    const upright = await decodeUpright(await jpeg(80, 40, 6));
    expect(upright).toMatchObject({ width: 40, height: 80, channels: 3 });
    expect([colorAt(upright, 20, 10), colorAt(upright, 20, 70)]).toEqual(["100", "001"]);
    expect(new Set((await decodeUpright(await encodePng({ width: 2, height: 3, channels: 4, data: new Uint8Array(24) }))).data)).toEqual(new Set([255]));
    expect([...(await decodeUpright(await encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(9) }))).data]).toEqual([9, 9, 9]);
    await expect(decodeUpright(new Uint8Array(0), { subject: "a.jpg" })).rejects.toMatchObject({ code: "E_IMAGE", message: "a.jpg is empty." });
    await expect(decodeUpright(await jpeg(80, 40, 1), { maximumPixels: 100 })).rejects.toMatchObject({ code: "E_IMAGE", message: expect.stringContaining("100 pixels") });
  });
});
