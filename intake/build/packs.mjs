/**
 * Language packs, as data: each folder `TAG/` of `packs/` is a language, and so is each of a folder that an
 * organisation names, whose sentences come before ours (packs/README.md). What a pack lacks is taken from
 * its fallback, and in the end from English; a pack without any sentence is not offered.
 *
 * The bundles get `packs:list` (the languages), and a module for each and each bundle: `packs:words-TAG` goes with `main`,
 * `packs:tell-TAG` with `rest` and `packs:more-TAG` with `more`, so that a first visit loads what it needs, in one language.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** The areas, each a file of sentences by key, and the lists of `vocabulary/`, by the bundle that needs them. */
const PARTS = {
  words: { areas: ["page", "help"], lists: ["services", "windows"] },
  tell: { areas: ["telling", "sending", "common"], lists: ["purposes", "seasons"] },
  more: { areas: ["back", "carry", "community", "map"], lists: [] },
};
const AREAS = Object.values(PARTS).flatMap(({ areas }) => areas);
const ROOT = "en";

/** Every pack of `folders`, a later folder's files over those of an earlier one: tag → `{about, said, named}`. */
export function readPacks(folders) {
  const packs = new Map();
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const read = (name) => {
        const path = join(folder, entry.name, `${name}.json`);
        return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
      };
      const pack = packs.get(entry.name) ?? { about: {}, said: {}, named: {} };
      Object.assign(pack.about, read("pack"));
      Object.assign(pack.named, read("vocabulary"));
      for (const area of AREAS)
        for (const [key, sentence] of Object.entries(read(area))) pack.said[`${area}.${key}`] = sentence;
      if (pack.about.tag !== entry.name)
        throw new Error(`${folder}/${entry.name}/pack.json must have "tag": "${entry.name}"`);
      packs.set(entry.name, pack);
    }
  }
  return packs;
}

/** The tags in which a sentence is looked for, one after the other. */
export function chain(packs, tag) {
  const tags = [];
  for (let at = tag; at && !tags.includes(at); at = packs.get(at)?.about.fallback) tags.push(at);
  return tags.includes(ROOT) ? tags : [...tags, ROOT];
}

/** The languages that are offered: those with a sentence of their own, the complete ones first. */
export const offered = (packs) =>
  [...packs.values()]
    .filter(({ said }) => Object.keys(said).length > 0)
    .sort((one, other) => Object.keys(other.said).length - Object.keys(one.said).length)
    .map(({ about: { tag, name, direction, locale, digits } }) => ({
      tag,
      name,
      direction,
      locale: locale ?? tag,
      digits,
    }));

/** The sentences of `areas` in `tag`, each by the first of its chain that has it. */
function sentences(packs, tag, areas) {
  const tags = chain(packs, tag);
  const keys = Object.keys(packs.get(ROOT).said).filter((key) => areas.includes(key.split(".")[0]));
  const unknown = Object.keys(packs.get(tag).said).find((key) => !(key in packs.get(ROOT).said));
  if (unknown) throw new Error(`packs/${tag}: there is no sentence "${unknown}" in English`);
  return Object.fromEntries(
    keys.map((key) => [key, packs.get(tags.find((one) => key in packs.get(one).said)).said[key]]),
  );
}

/** The lists of `vocabulary/` that the page shows, as `tag` says them: in the pack's own words, or in the list's. */
function vocabulary(packs, tag, folder) {
  const tags = chain(packs, tag);
  const list = (name) => Object.entries(parse(readFileSync(join(folder, `${name}.yaml`), "utf8")).entries);
  const said = (key, labels) => {
    const one = tags.find((own) => packs.get(own)?.named[key] ?? labels[own]);
    return packs.get(one)?.named[key] ?? labels[one];
  };
  return {
    purposes: list("purposes").flatMap(([code, { asked, plain }]) =>
      asked === "phone" ? [[code, said(`purposes.${code}`, plain)]] : [],
    ),
    services: list("services").map(([code, { labels }]) => [code, said(`services.${code}`, labels)]),
    seasons: list("seasons").map(([code, { labels }]) => [code, said(`seasons.${code}`, labels)]),
    windows: list("clinical_windows").map(([code, { labels, when }]) => [
      code,
      said(`windows.${code}`, labels),
      said(`windows.${code}.when`, when),
    ]),
  };
}

/** An esbuild plugin: `packs` are folders, `lists` is that of the vocabulary. */
export const languagePacks = (folders, lists, only = []) => ({
  name: "packs",
  setup({ onResolve, onLoad, onStart }) {
    let packs;
    onStart(() => {
      packs = readPacks(folders);
    });
    onResolve({ filter: /^packs:/ }, ({ path }) => ({ path: path.slice("packs:".length), namespace: "packs" }));
    onLoad({ filter: /./, namespace: "packs" }, ({ path }) => {
      if (path === "list")
        return {
          contents: listed(offered(packs).filter(({ tag }) => only.length === 0 || only.includes(tag))),
          resolveDir: ".",
        };
      const [, part, tag] = /^(words|tell|more)-(.+)$/.exec(path);
      const { areas, lists: wanted } = PARTS[part];
      const all = vocabulary(packs, tag, lists);
      const words = {
        say: sentences(packs, tag, areas),
        ...Object.fromEntries(wanted.map((name) => [name, all[name]])),
      };
      return { contents: `export default ${JSON.stringify(words)}` };
    });
  },
});

const listed = (languages) =>
  `export default [${languages
    .map(
      ({ tag, ...about }) =>
        `{tag:${JSON.stringify(tag)},${JSON.stringify(about).slice(1, -1)},` +
        `words:()=>import("packs:words-${tag}"),tell:()=>import("packs:tell-${tag}"),more:()=>import("packs:more-${tag}")}`,
    )
    .join(",")}]`;
