/**
 * Where the hub is: where the page came from, or, when the page is one file on a phone, what stands in that file
 * (spec/page.md, One file).
 */
import { inlined } from "../desk/inlined";

export const hub: { readonly origin: string; readonly authority: string } = inlined
  ? { origin: inlined.hub, authority: new URL(inlined.hub).host }
  : { origin: "", authority: globalThis.location?.host ?? "" };
