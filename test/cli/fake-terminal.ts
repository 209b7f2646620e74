/** A terminal that remembers, and a library whose functions can be replaced one by one. */
import type { Library } from "../../src/cli/library.js";
import { runProgram } from "../../src/cli/program.js";
import type { Terminal } from "../../src/cli/terminal.js";

export interface FakeTerminal extends Terminal {
  readonly stdout: string;
  readonly stderr: string;
  /** Seconds that `now` gives. */
  clock: number;
}

export function fakeTerminal(changes: Partial<Pick<Terminal, "interactive" | "color" | "columns" | "folder" | "input">> = {}): FakeTerminal {
  let stdout = "";
  let stderr = "";
  const terminal = {
    out: (text: string) => void (stdout += text),
    err: (text: string) => void (stderr += text),
    input: async () => "",
    interactive: false,
    color: false,
    columns: 100,
    folder: "/work-folder",
    program: "dst3d",
    clock: 0,
    now: (): number => terminal.clock,
    ...changes,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
  };
  return terminal;
}

function unexpected(name: string): () => never {
  return () => {
    throw new Error(`unexpected call of ${name}`);
  };
}

export function fakeLibrary(functions: Partial<Library> = {}): Library {
  return {
    generate: unexpected("generate"),
    planSummary: unexpected("planSummary"),
    planSample: unexpected("planSample"),
    preparePrompts: unexpected("preparePrompts"),
    runRenders: unexpected("runRenders"),
    exportRun: unexpected("exportRun"),
    exportFormats: unexpected("exportFormats"),
    importRun: unexpected("importRun"),
    importFormats: unexpected("importFormats"),
    exportRunReview: unexpected("exportRunReview"),
    importRunReview: unexpected("importRunReview"),
    verifyRun: unexpected("verifyRun"),
    diffRuns: unexpected("diffRuns"),
    auditRun: unexpected("auditRun"),
    estimateViewpoints: unexpected("estimateViewpoints"),
    trainPoseNetworkOfRun: unexpected("trainPoseNetworkOfRun"),
    evaluateFiles: unexpected("evaluateFiles"),
    runStatus: unexpected("runStatus"),
    replay: unexpected("replay"),
    inspectShapes: unexpected("inspectShapes"),
    writeShapeSheet: unexpected("writeShapeSheet"),
    planObjaversePull: unexpected("planObjaversePull"),
    planModelPull: unexpected("planModelPull"),
    resolveModel: unexpected("resolveModel"),
    installedModels: unexpected("installedModels"),
    planModelRemoval: unexpected("planModelRemoval"),
    writeSheet: unexpected("writeSheet"),
    writeStaticGallery: unexpected("writeStaticGallery"),
    startStudio: unexpected("startStudio"),
    ...functions,
  };
}

/** Runs a command line in this process. */
export async function call(
  args: readonly string[],
  options: { library?: Partial<Library>; terminal?: FakeTerminal; signal?: AbortSignal } = {},
): Promise<{ code: number; out: string; err: string }> {
  const terminal = options.terminal ?? fakeTerminal();
  const code = await runProgram(args, { terminal, library: fakeLibrary(options.library), signal: options.signal ?? new AbortController().signal });
  return { code, out: terminal.stdout, err: terminal.stderr };
}
