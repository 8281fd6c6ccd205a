/**
 * Runs the tests of the page's modules: each `test/*.test.ts` is bundled by
 * esbuild as the page is, so that what is tested is what is shipped, and given
 * to Node's own test runner. Words after `npm test --` choose files by name.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { COMMON } from "./bundle.mjs";

const OUT = "dist/test";
const wanted = process.argv.slice(2);
const names = readdirSync("test").filter(
  (name) => name.endsWith(".test.ts") && (wanted.length === 0 || wanted.some((word) => name.includes(word))),
);
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await build({
  ...COMMON,
  entryPoints: names.map((name) => join("test", name)),
  outdir: OUT,
  outExtension: { ".js": ".mjs" },
  platform: "node",
});
const files = names.map((name) => join(OUT, name.replace(/\.ts$/, ".mjs")));
process.exit(
  spawnSync(process.execPath, ["--test", "--test-reporter=dot", ...files], { stdio: "inherit" }).status ?? 1,
);
