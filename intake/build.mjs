/**
 * Builds the page into `dist/`, or the folder that is named: bundles whose names hold their hashes, the words
 * of `../vocabulary` by language, every file also compressed, and `page.txt`, the
 * list of all files by hash that a desk signs (spec/card.md, Page manifest).
 *
 * What an organisation may choose: AMANA_PAGE_NAME (the neutral name in the tab and
 * under the icon), AMANA_PAGE_ICON (an SVG), AMANA_EXIT (an HTML file to which "Leave now" leads),
 * AMANA_PACKS (a folder with languages of its own).
 */
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { sprite } from "./build/pictures.mjs";
import { COMMON } from "./bundle.mjs";

const OUT = process.argv[2] ?? "dist";
const NAME = process.env.AMANA_PAGE_NAME ?? "Info";
const ICON = process.env.AMANA_PAGE_ICON ?? "static/icon.svg";
const CALCULATOR = "sums.html";
const LEADS = process.env.AMANA_EXIT ?? CALCULATOR;
const EXIT = basename(LEADS);
/** The oldest browsers that the page is made for. */
const ENGINES = ["chrome90", "firefox91", "safari15"];
/** Chromium 90 has `?.`, but stumbles over calls by it with another argument after a spread one (V8 11558). */
const SUPPORTED = { "optional-chain": true };
const STUMBLES = /\?\.[\w$.]*\((?:[^()]*,)?\.\.\.[^()]*,/;
const COMPRESSED = new Set([".html", ".js", ".css", ".svg", ".webmanifest", ".txt"]);

/** Files that stand in `dist/` now. */
const files = () =>
  readdirSync(OUT, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** Bundles entry points; gives each entry's name in `dist/`, and what it is known to load. */
async function bundle(entryPoints, define = {}) {
  const { metafile } = await build({
    entryPoints,
    ...COMMON,
    target: ENGINES,
    supported: SUPPORTED,
    minify: true,
    splitting: true,
    outdir: OUT,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    metafile: true,
    legalComments: "none",
    define: { ...COMMON.define, ...define },
  });
  const made = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => entryPoint);
  return Object.fromEntries(
    made.map(([path, { entryPoint, imports }]) => [
      entryPoint,
      {
        name: basename(path),
        needs: imports.filter(({ kind }) => kind === "import-statement").map((one) => basename(one.path)),
      },
    ]),
  );
}

/** Names of chunks, as they were made → as they are called. */
const CALLED = new Map();

/**
 * Takes an entry away that only loads a chunk, and gives the chunk a name that begins as the entry's does, in all bundles.
 * `before` are the chunks on which it stands; the first of them is the bundle that loads it. Gives the chunk's name.
 */
function straighten({ name, needs }, before) {
  const chunks = needs.filter((one) => !before.includes(CALLED.get(one)));
  if (chunks.length !== 1) throw new Error(`${name} is in ${chunks.length} pieces`);
  rmSync(join(OUT, name));
  const called = chunks[0].replace("chunk", name.split("-")[0]);
  CALLED.set(chunks[0], called);
  renameSync(join(OUT, chunks[0]), join(OUT, called));
  const bundles = files().filter((one) => extname(one) === ".js");
  const texts = bundles.map((one) => readFileSync(join(OUT, one), "utf8"));
  if (before[0] && !texts[bundles.indexOf(before[0])].includes(name))
    throw new Error(`${before[0]} does not load ${name}`);
  texts.forEach((text, at) => {
    writeFileSync(join(OUT, bundles[at]), text.replaceAll(name, called).replaceAll(chunks[0], called));
  });
  return called;
}

/** Writes `text` under its own hash; gives the name. */
function hashed(name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const full = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  writeFileSync(join(OUT, full), text);
  return full;
}

/** The icon as PNG, where it is drawn beside the SVG: Chromium installs a page by those. Called as what comes later. */
function pngIcons() {
  const beside = ICON.slice(0, -extname(ICON).length);
  const drawn = [
    ["192x192", "any", `${beside}-192.png`],
    ["512x512", "any", `${beside}-512.png`],
    ["512x512", "maskable", `${beside}-512-maskable.png`],
  ];
  return drawn
    .filter(([, , path]) => existsSync(path))
    .map(([sizes, purpose, path]) => ({
      src: `/${hashed(`more-${basename(path)}`, readFileSync(path))}`,
      sizes,
      purpose,
      type: "image/png",
    }));
}

const fill = (text, values) => text.replace(/\{\{(\w+)\}\}/g, (_, key) => values[key]);

mkdirSync(OUT, { recursive: true });
for (const name of files()) rmSync(join(OUT, name));
if (EXIT === "index.html") throw new Error("AMANA_EXIT needs a name of its own");
if (LEADS !== CALCULATOR) copyFileSync(LEADS, join(OUT, EXIT));
const worker = (await bundle(["src/worker/sw.ts"]))["src/worker/sw.ts"].name;
const sums = (await bundle(["src/sums.ts"]))["src/sums.ts"].name;
const pictures = hashed("more-pictures.svg", sprite());
const style = async (name) => {
  const { outputFiles } = await build({ entryPoints: [`static/${name}`], minify: true, write: false, target: ENGINES });
  return hashed(name, outputFiles[0].text);
};
const sumsStyle = await style("sums.css");
const made = await bundle(["src/main.ts"], {
  WORKER: JSON.stringify(`/${worker}`),
  EXIT_PAGE: JSON.stringify(`/${EXIT}`),
  PICTURES: JSON.stringify(`/${pictures}`),
});
// What is in main.ts is also what rest.ts stands on, that is what seals.ts stands on, and that is what more.ts stands on.
// So esbuild puts each of the first three into a chunk, and leaves entries of a line that load it. Those lines would cost
// a round trip each: nobody uses what they export (src/later.ts), so they are taken away, and whoever loaded them loads
// the chunk.
const MAIN = straighten(made["src/main.ts"], []);
const REST = straighten(made["src/rest.ts"], [MAIN]);
straighten(made["src/seals.ts"], [MAIN, REST]);
const names = {
  NAME,
  EXIT,
  MAIN,
  STYLE: await style("page.css"),
  SUMS_STYLE: sumsStyle,
  ICON: `data:image/svg+xml,${encodeURIComponent(readFileSync(ICON, "utf8").trim())}`,
  SUMS: sums,
};
writeFileSync(join(OUT, "index.html"), fill(readFileSync("static/index.html", "utf8"), names));
writeFileSync(join(OUT, "sums.html"), fill(readFileSync("static/sums.html", "utf8"), names));
const manifest = {
  name: NAME,
  short_name: NAME,
  start_url: "/",
  display: "standalone",
  id: "/",
  background_color: "#faf7f2",
  theme_color: "#faf7f2",
  icons: [...pngIcons(), { src: names.ICON, sizes: "any", type: "image/svg+xml" }],
};
writeFileSync(join(OUT, "page.webmanifest"), JSON.stringify(manifest));
for (const name of files().filter((one) => extname(one) === ".js"))
  if (STUMBLES.test(readFileSync(join(OUT, name), "utf8")))
    throw new Error(`${name} has a call that Chromium 90 fails`);
const lines = files()
  .sort()
  .map(
    (name) =>
      `${createHash("sha256")
        .update(readFileSync(join(OUT, name)))
        .digest("hex")}  ${name}\n`,
  );
writeFileSync(join(OUT, "page.txt"), `amana-page/1\n${lines.join("")}`);
for (const name of files().filter((one) => COMPRESSED.has(extname(one)))) {
  const data = readFileSync(join(OUT, name));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length };
  writeFileSync(join(OUT, `${name}.br`), brotliCompressSync(data, { params: quality }));
  writeFileSync(join(OUT, `${name}.gz`), gzipSync(data, { level: 9 }));
}
