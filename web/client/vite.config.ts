import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `npm run dev` shows the page at Vite's address and passes the chat and the downloads on to a running Groundplan.
const server = process.env.GROUNDPLAN_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: { proxy: { "/ws": { target: server, ws: true }, "/api": server } },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 600 },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}"] },
});
