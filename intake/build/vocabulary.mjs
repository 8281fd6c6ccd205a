/**
 * Puts lists of `vocabulary/` into the bundles, one language each: what
 * `import words from "vocabulary:fr"` gives (src/texts/vocabulary.d.ts).
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

/** An esbuild plugin over the lists in `folder`. */
export const vocabulary = (folder) => ({
  name: "vocabulary",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vocabulary:/ }, ({ path }) => ({ path: path.slice("vocabulary:".length), namespace: "vocabulary" }));
    onLoad({ filter: /./, namespace: "vocabulary" }, ({ path: language }) => ({
      contents: JSON.stringify(words(folder, language)),
      loader: "json",
      watchFiles: ["purposes", "services", "clinical_windows"].map((name) => resolve(folder, `${name}.yaml`)),
    }));
  },
});

function words(folder, language) {
  const list = (name) => Object.entries(parse(readFileSync(join(folder, `${name}.yaml`), "utf8")).entries);
  const said = (labels) => labels[language] ?? labels.en;
  return {
    purposes: list("purposes").flatMap(([code, { asked, plain }]) => (asked === "phone" ? [[code, said(plain)]] : [])),
    services: list("services").map(([code, { labels }]) => [code, said(labels)]),
    windows: list("clinical_windows").map(([code, { labels, when }]) => [code, said(labels), said(when)]),
  };
}
