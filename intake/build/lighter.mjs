/**
 * Leaves out of `age-encryption` and what it stands on the parts that no page of ours reaches: recipients on hardware
 * tokens, of plain X25519 and of pass-phrases (src/community/phrase-file.ts has its own), keys of other curves, and the
 * words of errors, of which the page shows none. What is called is the library's own code.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Calls that make keys of kinds that nobody here uses, marked as such for the bundler. */
const UNUSED_KEMS = /= (?=(?:QSF|createKitchenSink|ecdhKem)\()/g;
const UNUSED_RECIPIENTS =
  /import \{ (?:ScryptIdentity, ScryptRecipient|X25519Identity, X25519Recipient|TagRecipient, HybridTagRecipient) \} from "\.\/recipients\.js";/g;

const ABSENT = fileURLToPath(new URL("../src/sealing/without_others.ts", import.meta.url));
const ERROR = /new (?:Type|Range)?Error\(/g;

/** `text` with its errors said without words: what stands between the parentheses of each is left out. */
function quiet(text) {
  let out = "";
  let from = 0;
  for (const { index, 0: start } of text.matchAll(ERROR)) {
    if (index < from) continue;
    out += text.slice(from, index + start.length);
    from = closing(text, index + start.length);
  }
  return out + text.slice(from);
}

/** Where the parenthesis that was opened before `at` is closed; strings and templates may hold others. */
function closing(text, at) {
  for (let depth = 0; ; at += 1) {
    const character = text[at];
    if (character === undefined) throw new Error("a parenthesis is not closed");
    if (character === "(") depth += 1;
    else if (character === ")" && depth-- === 0) return at;
    else if ("\"'`".includes(character)) for (at += 1; text[at] !== character; at += 1) if (text[at] === "\\") at += 1;
  }
}

/** An esbuild plugin. Throws when the library is no longer what this was written for. */
export const lighter = {
  name: "lighter",
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /node_modules\/@noble\/.*\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const kems = path.endsWith("post-quantum/hybrid.js");
      if (kems) sure(path, text, UNUSED_KEMS);
      return { contents: quiet(kems ? text.replace(UNUSED_KEMS, "= /* @__PURE__ */ ") : text), loader: "js" };
    });
    onLoad({ filter: /age-encryption\/dist\/index\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      sure(path, text, UNUSED_RECIPIENTS);
      const lighter = text.replace(UNUSED_RECIPIENTS, (line) =>
        line.replace('"./recipients.js"', JSON.stringify(ABSENT)),
      );
      return { contents: lighter, loader: "js" };
    });
    onLoad({ filter: /age-encryption\/dist\/(?:[^i]|io).*\.js$/ }, ({ path }) => ({
      contents: quiet(readFileSync(path, "utf8")),
      loader: "js",
    }));
    onResolve({ filter: /^\.\/x25519\.js$/ }, ({ importer }) =>
      importer.includes("age-encryption") ? { path: ABSENT } : null,
    );
  },
};

function sure(path, text, wanted) {
  if ((text.match(wanted) ?? []).length < 2) throw new Error(`${path} has changed: look at build/lighter.mjs`);
}
