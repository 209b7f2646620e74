import { describe, expect, it } from "vitest";
import { parseFlags, shardOf, wholeNumber } from "../../src/cli/flags.js";
import * as recipePaths from "../../src/recipe/override.js";

const FLAGS = { out: { kind: "text", description: "" }, update: { kind: "switch", description: "" } } as const;
const parse = (...args: string[]) => parseFlags(args, FLAGS, recipePaths);

describe("a command line", () => {
  it("is taken apart into the command's flags, arguments and recipe options", () => {
    expect(parse("a.yaml", "--count", "20", "--out=runs/x", "--generator.arm", "bg3d", "--shapes.0.categories=car,bus", "--update")).toEqual({
      values: { out: "runs/x", update: true },
      arguments: ["a.yaml"],
      overrides: { count: "20", "generator.arm": "bg3d", "shapes.0.categories": "car,bus" },
    });
  });

  it("may write words with dashes, negative values, and anything after --", () => {
    expect(parse("--shard-size", "5", "--seed", "-3", "--", "--odd-name.yaml")).toMatchObject({ overrides: { shardSize: "5", seed: "-3" }, arguments: ["--odd-name.yaml"] });
  });

  it("gives null and false for what is not there", () => {
    expect(parse().values).toEqual({ out: null, update: false });
  });

  it.each([
    [["--cuont", "3"], "unknown flag --cuont", "--count"],
    [["--updat"], "unknown flag --updat", "--update"],
    [["--generator.amr", "x"], "unknown flag --generator.amr", "--generator.arm"],
    [["--camra.width", "3"], "unknown flag --camra.width", "--camera.width"],
    [["--canny.low", "3"], "unknown flag --canny.low", "--controls.canny.low"],
    [["-x"], "unknown flag -x", "--help"],
    [["--out"], "--out needs a value", "--out VALUE"],
    [["--count", "--update"], "--count needs a value", "--count VALUE"],
    [["--constructor", "x"], "unknown flag --constructor", "--help"],
  ])("%j: %s", (args, message, hint) => {
    expect(() => parse(...args)).toThrow(expect.objectContaining({ code: "E_OPTION", message, hint: expect.stringContaining(hint) }));
  });

  it("without a recipe knows no recipe options", () => {
    expect(() => parseFlags(["--count", "3"], FLAGS, null)).toThrow(/unknown flag --count/);
  });
});

describe("values", () => {
  it("whole numbers", () => {
    expect(wholeNumber("4", "--workers", 1)).toBe(4);
    for (const text of ["0", "x", "1.5", "", "1e3"]) expect(() => wholeNumber(text, "--workers", 1)).toThrow(/--workers must be a whole number ≥ 1/);
  });

  it("shards count from 1", () => {
    expect([shardOf("1/3"), shardOf("3/3")]).toEqual([{ index: 1, count: 3 }, { index: 3, count: 3 }]);
    for (const text of ["0/3", "4/3", "1", "a/b", "1/0"]) expect(() => shardOf(text)).toThrow(/--shard must be i\/n/);
  });
});
