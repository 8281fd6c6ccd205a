/**
 * Leaves out of `age-encryption` and what it stands on the parts that no page of ours reaches: recipients on hardware
 * tokens and of plain X25519, and keys of other curves. What is called is the library's own code, unchanged.
 */
import { readFileSync } from "node:fs";

/** Calls that make keys of kinds that nobody here uses, marked as such for the bundler. */
const UNUSED_KEMS = /= (?=(?:QSF|createKitchenSink|ecdhKem)\()/g;
const UNUSED_RECIPIENTS =
  /import \{ (?:X25519Identity, X25519Recipient|TagRecipient, HybridTagRecipient) \} from "\.\/recipients\.js";/g;

/** An esbuild plugin. Throws when the library is no longer what this was written for. */
export const lighter = {
  name: "lighter",
  setup({ onLoad }) {
    const change = (filter, wanted, edit) =>
      onLoad({ filter }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if ((text.match(wanted) ?? []).length < 2) throw new Error(`${path} has changed: look at build/lighter.mjs`);
        return { contents: text.replace(wanted, edit), loader: "js" };
      });
    change(/post-quantum\/hybrid\.js$/, UNUSED_KEMS, "= /* @__PURE__ */ ");
    change(/age-encryption\/dist\/index\.js$/, UNUSED_RECIPIENTS, (line) =>
      line.replace(
        '"./recipients.js"',
        JSON.stringify(new URL("../src/sealing/without_others.ts", import.meta.url).pathname),
      ),
    );
  },
};
