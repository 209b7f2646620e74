import { beforeAll, describe, expect, test } from "vitest";
import { smallRun } from "../interchange/small-run.js";
import { smallStudio, type SmallStudio, TOKEN } from "./small-studio.js";

let studio: SmallStudio;
beforeAll(async () => {
  studio = await smallStudio([await smallRun({ count: 1 })]);
}, 60_000);

const open = (path: string, headers: Record<string, string>) => studio.app.request(`http://localhost:7373${path}`, { headers: { host: "localhost:7373", ...headers } });

test("the link's token is exchanged for a cookie, which opens everything", async () => {
  const first = await open(`/?token=${TOKEN}`, {});
  expect(first.status).toBe(302);
  expect(first.headers.get("location")).toBe("./");
  const cookie = first.headers.get("set-cookie")!;
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  const page = await open("/", { cookie: cookie.split(";")[0]! });
  expect(await page.text()).toBe("the pages");
  expect((await open("/api/studio", { cookie: cookie.split(";")[0]! })).status).toBe(200);
});

test("programs may send the token as bearer", async () => {
  expect((await open("/api/studio", { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
});

describe("refused", () => {
  test.each([
    ["no token", "/api/studio", {}, 401],
    ["no token for the pages", "/", {}, 401],
    ["a wrong token", "/?token=wrong", {}, 401],
    ["a wrong bearer", "/api/studio", { authorization: "Bearer wrong" }, 401],
    ["a token in the address of the interface", `/api/studio?token=${TOKEN}`, {}, 401],
    ["a name that was rebound", "/api/studio", { host: "evil.example", authorization: `Bearer ${TOKEN}` }, 403],
    ["a name that begins like ours", "/api/studio", { host: "localhost.evil.example:7373", authorization: `Bearer ${TOKEN}` }, 403],
    ["a page of another site", "/api/studio", { origin: "https://evil.example", authorization: `Bearer ${TOKEN}` }, 403],
    ["a page of another port", "/api/studio", { origin: "http://localhost:9999", authorization: `Bearer ${TOKEN}` }, 403],
    ["a hidden page", "/api/studio", { origin: "null", authorization: `Bearer ${TOKEN}` }, 403],
    ["a picture on another site's page", "/api/studio", { "sec-fetch-site": "cross-site", authorization: `Bearer ${TOKEN}` }, 403],
  ])("%s", async (_, path, headers, status) => {
    const answer = await open(path, headers);
    expect(answer.status).toBe(status);
    if (path.startsWith("/api/")) expect(await answer.json()).toMatchObject({ code: "E_ACCESS", hint: expect.stringContaining("link") as string });
    else expect(await answer.text()).toContain("Open the link");
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  test("a name of --allow-host is let in, and nothing may frame the pages or load from elsewhere", async () => {
    const answer = await open("/api/studio", { host: "proxy.example", authorization: `Bearer ${TOKEN}` });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  });

  test("writing without --write, however it is asked for", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const answer = await studio.ask("api/runs/run/decisions", { method, body: "[]" });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: "E_ACCESS", hint: expect.stringContaining("--write") as string });
    }
  });

  test("a body that is too large", async () => {
    const answer = await studio.ask("api/runs/run/find", { method: "POST", body: new Uint8Array(65_000_000) });
    expect(answer.status).toBe(413);
  });
});

test("it works below a path, too", async () => {
  const below = await smallStudio([await smallRun({ count: 1 })], { base: "/proxy/7373" });
  expect((await below.ask("api/studio")).status).toBe(200);
  expect((await below.app.request(`http://localhost/proxy/7373/?token=${TOKEN}`, { headers: { host: "localhost" } })).status).toBe(302);
}, 60_000);
