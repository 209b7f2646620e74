import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { encodeJpeg, encodePng } from "../../../src/codecs/image.js";
import { knownCategory, listPictures, readPicture } from "../../../src/verify/pose-network/picture-folder.js";
import { temporaryFolder } from "../../temporary-folder.js";

const CATEGORIES = ["airplane", "car", "Strange One"];
const named = (name: string) => knownCategory(name, CATEGORIES);

function folderWith(...files: string[]): string {
  const root = temporaryFolder();
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), "");
  }
  return root;
}

test("names of categories are understood in any vocabulary; others are none", () => {
  expect(["car", "Cars", "aeroplane", "02958343", "n02691156", "Strange One", "boat", ""].map(named)).toEqual(["car", null, "airplane", "car", "airplane", "Strange One", null, null]);
});

test("pictures come sorted by path, with the category of the nearest folder that has one", async () => {
  const root = folderWith("b.PNG", "a.jpeg", "car/z.webp", "car/night/1.gif", "set/aeroplane/x.tif", "car/aeroplane/y.avif", "notes.txt", "metadata.jsonl", ".hidden/car.png", "car/.thumb.png");
  expect(await listPictures(root, named)).toEqual([
    { file: "a.jpeg", category: null },
    { file: "b.PNG", category: null },
    { file: "car/aeroplane/y.avif", category: "airplane" },
    { file: "car/night/1.gif", category: "car" },
    { file: "car/z.webp", category: "car" },
    { file: "set/aeroplane/x.tif", category: "airplane" },
  ]);
});

test("links are followed once; what leads nowhere or round in circles stops nothing", async () => {
  const elsewhere = folderWith("one.png");
  const root = folderWith("car/a.png");
  symlinkSync(elsewhere, join(root, "linked"));
  symlinkSync(elsewhere, join(root, "linked-again"));
  symlinkSync(root, join(root, "car", "round"));
  symlinkSync(join(root, "nowhere"), join(root, "gone.png"));
  expect((await listPictures(root, named)).map(({ file }) => file)).toEqual(["car/a.png", "linked/one.png"]);
});

test("no folder, a file, and a folder without pictures are said", async () => {
  await expect(listPictures(join(temporaryFolder(), "none"), named)).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("there is no folder") as string });
  await expect(listPictures(join(folderWith("a.png"), "a.png"), named)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  await expect(listPictures(folderWith("notes.txt"), named)).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("neither a dataset nor pictures") as string });
});

test("a picture is read by what is in it, whatever its name says; a broken one is named", async () => {
  const root = folderWith("empty.png");
  const gray = { width: 3, height: 2, channels: 1, data: new Uint8Array(6).fill(77) } as const;
  const whole = await encodeJpeg({ width: 8, height: 8, channels: 3, data: new Uint8Array(192).fill(50) }, 90);
  writeFileSync(join(root, "jpeg.png"), whole);
  writeFileSync(join(root, "gray.png"), await encodePng(gray));
  writeFileSync(join(root, "cut.jpg"), whole.slice(0, whole.length - 20));
  writeFileSync(join(root, "text.jpg"), "not a picture");
  expect(await readPicture(root, "jpeg.png")).toMatchObject({ width: 8, height: 8, channels: 3 });
  expect(await readPicture(root, "gray.png")).toEqual({ width: 3, height: 2, channels: 3, data: new Uint8Array(18).fill(77) });
  for (const name of ["empty.png", "cut.jpg", "text.jpg", "gone.png"]) await expect(readPicture(root, name), name).rejects.toMatchObject({ code: "E_IMAGE", message: expect.stringContaining(name) as string });
});
