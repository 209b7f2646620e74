import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type RunningStudio, startStudio } from "../../src/studio/start.js";
import { smallRun } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";

const running: RunningStudio[] = [];
afterEach(() => Promise.all(running.splice(0).map((studio) => studio.close())));

function pages(): string {
  const folder = join(temporaryFolder(), "pages");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "index.html"), "the page");
  writeFileSync(join(folder, "assets/a.js"), "script");
  writeFileSync(join(folder, "..", "secret"), "secret");
  symlinkSync(join(folder, "..", "secret"), join(folder, "assets/link.js"));
  return folder;
}

async function started(options: Partial<Parameters<typeof startStudio>[0]> = {}): Promise<RunningStudio> {
  const folder = temporaryFolder();
  const studio = await startStudio({ folders: [folder], folder, clientFolder: pages(), cache: join(temporaryFolder(), "cache"), port: 0, token: "secret", ...options });
  running.push(studio);
  return studio;
}

const get = (studio: RunningStudio, path: string) => fetch(`http://127.0.0.1:${studio.port}${path}`, { headers: { authorization: "Bearer secret" }, redirect: "manual" });

test("listens on this computer, and gives its pages and nothing beside them", async () => {
  const studio = await started();
  expect(studio.url).toBe(`http://127.0.0.1:${studio.port}/?token=secret`);
  expect(await (await get(studio, "/")).text()).toBe("the page");
  const script = await get(studio, "/assets/a.js");
  expect([await script.text(), script.headers.get("content-type"), script.headers.get("cache-control")]).toEqual(["script", "text/javascript; charset=utf-8", "private, max-age=31536000, immutable"]);
  for (const path of ["/../secret", "/%2e%2e/secret", "/assets/..%2f..%2fsecret", "/assets/link.js", "/assets", "/nothing.js"]) expect((await get(studio, path)).status, path).toBe(404);
});

test("every start has a token of its own", async () => {
  const folder = temporaryFolder();
  const options = { folders: [folder], folder, clientFolder: pages(), cache: folder, port: 0 };
  const [a, b] = [await startStudio(options), await startStudio(options)];
  running.push(a, b);
  const token = (studio: RunningStudio) => new URL(studio.url).searchParams.get("token")!;
  expect(token(a)).toMatch(/^[\w-]{32}$/);
  expect(token(a)).not.toBe(token(b));
});

test("two studios on one port: the second is refused", async () => {
  const { port } = await started();
  await expect(started({ port })).rejects.toMatchObject({ code: "E_OPTION", subject: "--port", message: expect.stringContaining("another studio") as string });
});

test("folders that are not there, and pages that were not built, are said before anything listens", async () => {
  await expect(started({ folders: ["/nowhere/at/all"] })).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  await expect(started({ clientFolder: "/nowhere/pages" })).rejects.toMatchObject({ code: "E_NOT_FOUND", hint: expect.stringContaining("npm run build") as string });
  await expect(started({ folders: [temporaryFolder(), await smallRun({ count: 1 })] })).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("holds no run") as string });
}, 60_000);
