import { expect, it } from "vitest";
import { credentialsOf } from "../../../src/generate/remote/credentials.js";
import { serverUrl } from "../../../src/generate/remote/server-url.js";

it("come from the environment, as Basic or Bearer", () => {
  expect(credentialsOf("A1111", {}).authorization).toBeNull();
  expect(credentialsOf("A1111", { DST3D_A1111_AUTH: "me:pass:word" }).authorization).toBe(`Basic ${Buffer.from("me:pass:word").toString("base64")}`);
  expect(credentialsOf("COMFYUI", { DST3D_COMFYUI_TOKEN: " t0ken " }).authorization).toBe("Bearer t0ken");
});

it("are never in errors, nor in what is redacted", () => {
  for (const environment of [{ DST3D_COMFYUI_AUTH: "no-colon-here" }, { DST3D_COMFYUI_AUTH: "me:hidden", DST3D_COMFYUI_TOKEN: "hidden" }, { DST3D_COMFYUI_TOKEN: "hidden\nline" }]) {
    expect(() => credentialsOf("COMFYUI", environment)).toThrow(expect.objectContaining({ code: "E_OPTION", message: expect.not.stringMatching(/hidden|no-colon-here/) }));
  }
  const { redact } = credentialsOf("A1111", { DST3D_A1111_AUTH: "me:p@ss word" });
  const text = `me:p@ss word, p@ss word, p%40ss%20word, ${Buffer.from("me:p@ss word").toString("base64")}, me`;
  expect(redact(text)).toBe("***, ***, ***, ***, me");
});

it("have no place in addresses", () => {
  for (const good of ["http://127.0.0.1:8188", "https://example.org/comfy/"]) expect(serverUrl.safeParse(good).success).toBe(true);
  for (const bad of ["127.0.0.1:8188", "ftp://a", "http://me:x@a", "http://me@a", "http://a/?key=1", "http://a/#key", ""]) expect(serverUrl.safeParse(bad).success).toBe(false);
});
