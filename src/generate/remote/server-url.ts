/** Addresses of servers as recipes give them. */
import * as z from "zod";
import { isPlainAddress } from "../../core/secrets.js";

/** http or https, without the secrets that some people put into addresses: recipes and runs are shared. */
export const serverUrl = z.string().superRefine((text, context) => {
  if (!/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : "")) context.addIssue({ code: "custom", message: "must be an address such as http://127.0.0.1:8188" });
  else if (!isPlainAddress(text)) {
    context.addIssue({ code: "custom", message: "must not hold user, password, query or fragment: secrets are read from the environment (DST3D_COMFYUI_AUTH, DST3D_COMFYUI_TOKEN, DST3D_A1111_AUTH, DST3D_A1111_TOKEN)" });
  }
});

/** Address of a route below a server's address, which may itself have a path. */
export function routeUrl(server: string, path: string): URL {
  return new URL(server.replace(/\/+$/, "") + path);
}
