import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Relative addresses: the pages work behind any path and from any host. */
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: { outDir: "../dist/pages", emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 1200 },
});
