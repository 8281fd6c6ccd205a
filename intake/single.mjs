/**
 * Builds what the page as one file is made of (spec/page.md, One file), and prints it as JSON: `script`, `style`, `name`,
 * `icon`. `./amana page single` puts it together with a desk's card. Words name the languages; none means all.
 */
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { languagePacks } from "./build/packs.mjs";
import { COMMON, PACKS } from "./bundle.mjs";

const ENGINES = ["chrome90", "firefox91", "safari15"];
const languages = process.argv.slice(2);
const [packs] = COMMON.plugins.filter(({ name }) => name === "packs");
const plugins = COMMON.plugins.map((one) => (one === packs ? languagePacks(PACKS, "../vocabulary", languages) : one));
const { outputFiles } = await build({
  ...COMMON,
  plugins,
  entryPoints: ["src/single.ts"],
  format: "iife",
  target: ENGINES,
  minify: true,
  legalComments: "none",
  write: false,
  define: { ...COMMON.define, SINGLE: "true", WORKER: '""', EXIT_PAGE: '"?1"' },
});
const style = await build({ entryPoints: ["static/page.css"], minify: true, write: false, target: ENGINES });
const icon = readFileSync(process.env.AMANA_PAGE_ICON ?? "static/icon.svg", "utf8").trim();
process.stdout.write(
  JSON.stringify({
    script: outputFiles[0].text,
    style: style.outputFiles[0].text,
    name: process.env.AMANA_PAGE_NAME ?? "Info",
    icon: `data:image/svg+xml,${encodeURIComponent(icon)}`,
  }),
);
