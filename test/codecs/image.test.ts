import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeImage, decodePng16, encodePng, encodePng16 } from "../../src/codecs/image.js";
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
