import { describe, expect, it } from "vitest";
import { DatasetError } from "../../src/core/errors.js";
import { call } from "./fake-terminal.js";

const COMMANDS = ["quickstart", "init", "plan", "generate", "status", "sheet", "replay", "doctor"];

describe("dst3d", () => {
  it("alone shows its commands, as --help and help do", async () => {
    const alone = await call([]);
    expect(alone.code).toBe(0);
    for (const name of COMMANDS) expect(alone.out).toMatch(new RegExp(`^  ${name} +\\S`, "m"));
    expect(await call(["--help"])).toEqual(alone);
    expect(await call(["help"])).toEqual(alone);
  });

  it.each(COMMANDS)("%s --help says what it does, with flags and examples, and so does help", async (name) => {
    const { code, out } = await call([name, "--help"]);
    expect(code).toBe(0);
    for (const part of ["Usage", `dst3d ${name}`, "Flags", "--json", "Examples"]) expect(out).toContain(part);
    expect((await call(["help", name])).out).toBe(out);
  });

  it("help recipe lists every option with its default, within the screen", async () => {
    const { out } = await call(["help", "recipe"]);
    expect(out).toMatch(/camera\.width +image width in pixels/);
    expect(out).toContain("default 512");
    for (const line of out.split("\n")) expect([...line].length).toBeLessThanOrEqual(120);
  });

  it("--version", async () => {
    expect((await call(["--version"])).out).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each([
    [["genrate"], "unknown command genrate", "Did you mean generate?"],
    [["help", "plam"], "unknown command plam", "Did you mean plan?"],
    [["status"], "status needs RUN", "For example"],
    [["sheet", "a", "b"], 'unexpected argument "b"', "--help"],
    [["doctor", "--jsno"], "unknown flag --jsno", "Did you mean --json?"],
    [["--jsno"], "unknown flag --jsno", "Did you mean --json?"],
    [["replay", "run", "abc"], "ID must be a whole number", "For example"],
    [["replay", "run", "1", "--passes", "nomal"], 'there is no pass "nomal"', "Did you mean normal?"],
    [["generate", "nowhere.yaml"], "there is no recipe", "dst3d init"],
  ])("%j is wrong use: exit code 2, what, and what to do", async (args, message, hint) => {
    const { code, out, err } = await call(args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(/^error E_\w+ {2}\S/);
    expect(err).toContain(message);
    expect(err).toContain(hint);
    expect(err).not.toContain("    at ");
  });
});

describe("a failure", () => {
  const broken = (error: unknown) => ({ runStatus: () => Promise.reject(error) });

  it("of a sample's work exits with 1, of wrong use with 2", async () => {
    expect((await call(["status", "x"], { library: broken(new DatasetError("E_STORAGE", "disk is full")) })).code).toBe(1);
    expect((await call(["status", "x"], { library: broken(new DatasetError("E_NOT_FOUND", "no run")) })).code).toBe(2);
  });

  it("shows stacks only with --debug, and the causes too", async () => {
    const library = broken(new DatasetError("E_RECORD", "bad", { hint: "mend it", cause: new Error("underneath") }));
    const plain = await call(["status", "x"], { library });
    expect(plain.err).toBe("error E_RECORD  bad\n  hint: mend it\n");
    const debug = await call(["status", "x", "--debug"], { library });
    expect(debug.err).toContain("    at ");
    expect(debug.err).toContain("caused by Error: underneath");
  });

  it("is an event with --json", async () => {
    const { out, err } = await call(["status", "x", "--json"], { library: broken(new DatasetError("E_NOT_FOUND", "no run", { subject: "x" })) });
    expect(JSON.parse(out)).toEqual({ type: "error", error: { code: "E_NOT_FOUND", message: "no run", hint: null, subject: "x" } });
    expect(err).toContain("E_NOT_FOUND");
  });

  it("of the disk says what to do about it", async () => {
    const { code, err } = await call(["status", "x"], { library: broken(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" })) });
    expect(code).toBe(1);
    expect(err).toContain("E_STORAGE");
    expect(err).toContain("the same command then goes on");
  });

  it("that nobody foresaw asks for a report", async () => {
    const { code, err } = await call(["status", "x"], { library: broken(new TypeError("x is not a function")) });
    expect(code).toBe(1);
    expect(err).toContain("E_INTERNAL  x is not a function");
    expect(err).toContain("--debug");
  });

  it("after Ctrl+C is an interruption", async () => {
    const controller = new AbortController();
    controller.abort();
    expect((await call(["status", "x"], { library: broken(new Error("aborted")), signal: controller.signal })).code).toBe(130);
  });
});
