/** Addresses of servers as recipes give them. */
import * as z from "zod";

/** http or https, without the secrets that some people put into addresses: recipes and runs are shared. */
export const serverUrl = z.string().superRefine((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) context.addIssue({ code: "custom", message: "must be an address such as http://127.0.0.1:8188" });
  else if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    context.addIssue({ code: "custom", message: "must not hold user, password, query or fragment: secrets are read from the environment (DST3D_COMFYUI_AUTH, DST3D_COMFYUI_TOKEN, DST3D_A1111_AUTH, DST3D_A1111_TOKEN)" });
  }
});

/** Address of a route below a server's address, which may itself have a path. */
export function routeUrl(server: string, path: string): URL {
  return new URL(server.replace(/\/+$/, "") + path);
}
