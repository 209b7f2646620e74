/** `dst3d studio`: look at runs, check them and make new ones, in the browser. */
import { hostname } from "node:os";
import { basename, join, resolve } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { cacheFolder } from "../../storage/cache-folder.js";
import { makeFolder } from "../../storage/make-folder.js";
import { defineCommand, emit, type Invocation, say } from "../command.js";
import { wholeNumber } from "../flags.js";
import { INTERRUPTED } from "../interrupt.js";
import { packageRoot } from "../package-root.js";
import { count } from "../progress.js";
import { shownPath, styled } from "../terminal.js";
import { withSteps } from "../with-steps.js";

const DEFAULT_PORT = 7373;

const FLAGS = {
  with: { kind: "text", value: "RUNS", description: "more runs, separated by commas, to compare with" },
  write: { kind: "switch", description: "allow decisions on images, reviews, new runs and exports" },
  port: { kind: "text", value: "N", description: `port to listen on; 0 = any that is free (default ${DEFAULT_PORT}, or the next that is free)` },
  host: { kind: "text", value: "ADDRESS", description: "address to listen on (default 127.0.0.1, this computer only)" },
  "allow-host": { kind: "text", value: "NAMES", description: "names, separated by commas, under which a proxy passes requests on" },
  static: { kind: "text", value: "DIR", description: "write a gallery for looking only into a new folder, to be hosted anywhere, and end" },
  base: { kind: "text", value: "PATH", description: "path before all pages where a proxy passes it on, as /studio" },
} as const;

type Call = Invocation<typeof FLAGS>;

export const command = defineCommand({
  summary: "look at runs in the browser, check their labels, make new ones",
  details: [
    "  Shows one run, several that are compared, or all below a folder. Only this computer can open it, by the link that is shown;",
    "  on a machine without a screen the line for ssh is shown, too. Without --write nothing in the folders is changed.",
  ].join("\n"),
  arguments: [{ name: "FOLDER", description: "a run's folder, or one that holds runs (default runs)", optional: true }],
  flags: FLAGS,
  takesRecipeOptions: false,
  examples: [["studio runs/vehicles", "one run"], ["studio --write", "all of ./runs; decide on images, make new runs"], ["studio runs/a --with runs/b", "two runs beside each other"], ["studio runs/vehicles --static gallery", "files for a web server"]],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    return flags.static === null ? serve(invocation) : writeStatic(invocation, resolve(terminal.folder, flags.static));
  },
});

async function serve(invocation: Call): Promise<number> {
  const { flags, terminal, library, signal } = invocation;
  const folders = foldersOf(invocation);
  if (invocation.arguments[0] === undefined && flags.write) await makeFolder(folders[0]!);
  const start = (port: number) =>
    library.startStudio({
      folders, port,
      folder: terminal.folder,
      clientFolder: clientFolder(),
      cache: cacheFolder("studio", process.env),
      write: flags.write,
      program: [process.execPath, join(packageRoot(), "dist", "cli", "main.js")],
      allowedHosts: listed(flags["allow-host"]),
      base: (flags.base ?? "").replaceAll(/^\/*|\/+$/g, "").replace(/^(?=.)/, "/"),
      ...(flags.host === null ? {} : { host: flags.host }),
    });
  const studio = flags.port === null ? await startAtFreePort(start) : await start(wholeNumber(flags.port, "--port", 0));
  emit(invocation, { type: "studio", url: studio.url, port: studio.port });
  say(invocation, `${styled(terminal, "bold", "studio")}  ${folders.map((path) => shownPath(terminal, path)).join(", ")}${flags.write ? "" : "  (reads only; --write to decide, mend and generate)"}`);
  say(invocation, `\n  ${styled(terminal, "cyan", studio.url)}\n`);
  if (!hasDisplay()) say(invocation, `from another computer, in a terminal there:\n  ssh -L ${studio.port}:localhost:${studio.port} ${process.env["USER"] ?? "user"}@${hostname()}\nand open the link above. `);
  say(invocation, "Ctrl+C ends it.");
  await new Promise<void>((done) => (signal.aborted ? done() : signal.addEventListener("abort", () => done(), { once: true })));
  await studio.close();
  return 0;
}

async function writeStatic(invocation: Call, out: string): Promise<number> {
  const { flags, terminal, library, signal } = invocation;
  const [folder, ...others] = foldersOf(invocation);
  if (folder === undefined || others.length > 0) throw new DatasetError("E_OPTION", "--static writes one run", { hint: "Leave --with out.", subject: "--static" });
  if (flags.write) throw new DatasetError("E_OPTION", "--static and --write exclude each other: files cannot be written to by those who look", { hint: "Leave --write out.", subject: "--static" });
  const samples = await withSteps(invocation, { type: "studio-progress", stopped: "stopped; nothing was written." }, (onEvent) =>
    library.writeStaticGallery({ folder, name: basename(folder), out, clientFolder: clientFolder(), cache: cacheFolder("studio", process.env), signal, onProgress: (done, total) => onEvent({ type: "step-progress", step: "gallery", done, total }) }),
  );
  if (samples === null) return INTERRUPTED;
  emit(invocation, { type: "static-gallery", folder: out, samples });
  say(invocation, `wrote ${shownPath(terminal, out)}  ${count(samples, "sample")}`);
  say(invocation, `look at it with any web server, such as  npx serve ${shownPath(terminal, out)}`);
  return 0;
}

function foldersOf({ flags, terminal, arguments: [folder = "runs"] }: Call): string[] {
  return [folder, ...listed(flags.with)].map((path) => resolve(terminal.folder, path));
}

function clientFolder(): string {
  return join(packageRoot(), "dist", "pages");
}

function listed(text: string | null): string[] {
  return (text ?? "").split(",").map((part) => part.trim()).filter((part) => part !== "");
}

/** Another studio may have the usual port. */
async function startAtFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + 10; port++) {
    try {
      return await start(port);
    } catch (error) {
      const isTaken = typeof error === "object" && error !== null && "subject" in error && error.subject === "--port";
      if (!isTaken) throw error;
    }
  }
  return start(0);
}

function hasDisplay(): boolean {
  const { env, platform } = process;
  return env["SSH_CONNECTION"] === undefined && (platform !== "linux" || env["DISPLAY"] !== undefined || env["WAYLAND_DISPLAY"] !== undefined);
}
