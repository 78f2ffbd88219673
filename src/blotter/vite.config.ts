/** Builds the blotter to dist/blotter, as files of its own only: the desk's policy lets nothing inline run. */
import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";

const root = fileURLToPath(new URL(".", import.meta.url));

// A default export, against the house's rule, because Vite looks for one.
export default {
  root,
  base: "/",
  plugins: [preact({ devToolsEnabled: false })],
  build: {
    outDir: fileURLToPath(new URL("../../dist/blotter", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};
