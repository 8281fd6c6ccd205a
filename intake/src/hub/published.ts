/** What a desk publishes at the hub (spec/hub.md), or what the one file holds of it; nothing of it is checked here. */
import { inlined } from "../desk/inlined";
import { bytesOf, call, Unreached } from "./calls";

/** The desk's card as the hub has it: bytes of a signed note, not yet checked. */
export const fetchCard = async (desk: string): Promise<Uint8Array<ArrayBuffer>> =>
  inlined ? textOf(inlined.card) : bytesOf(await call(`/v1/cards/${desk}`));

/** A file that a card names; the caller checks its hash. */
export const fetchFile = async (desk: string, sha256: string): Promise<Uint8Array<ArrayBuffer>> =>
  inlined ? textOf(inlined.files[sha256]) : bytesOf(await call(`/v1/cards/${desk}/files/${sha256}`));

/** What the one file holds; what it does not hold cannot be reached, since a hub gives cards to its own page alone. */
function textOf(text: string | undefined): Uint8Array<ArrayBuffer> {
  if (text === undefined) throw new Unreached();
  return new TextEncoder().encode(text);
}
