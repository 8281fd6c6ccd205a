/** What a desk publishes at the hub (spec/hub.md), or what the one file holds of it; nothing of it is checked here. */
import { inlined } from "../desk/inlined";
import { bytesOf, call, Unreached } from "./calls";

type Bytes = Uint8Array<ArrayBuffer>;

const ahead = new Map<string, Promise<Bytes>>();

const cardOf = (desk: string): string => `/v1/cards/${desk}`;
const fileOf = (desk: string, sha256: string): string => `${cardOf(desk)}/files/${sha256}`;

/** The desk's card as the hub has it: bytes of a signed note, not yet checked. */
export const fetchCard = async (desk: string): Promise<Bytes> => (inlined ? textOf(inlined.card) : under(cardOf(desk)));

/** A file that a card names; the caller checks its hash. */
export const fetchFile = async (desk: string, sha256: string): Promise<Bytes> =>
  inlined ? textOf(inlined.files[sha256]) : under(fileOf(desk, sha256));

/**
 * Asks for a card and for what help and the first question need of it, while the code that checks them is still on its
 * way: on a poor line that saves two round trips. Nothing is believed here; a false card has false files asked for.
 */
export async function askAhead(desk: string): Promise<void> {
  if (inlined) return;
  const text = new TextDecoder().decode(await ask(cardOf(desk)));
  const { forms, directory, page } = JSON.parse(text.slice(0, text.indexOf("\n\n")));
  for (const sha256 of [forms[0].phone, directory, page]) if (sha256) ask(fileOf(desk, sha256)).catch(() => undefined);
}

function ask(path: string): Promise<Bytes> {
  const asked = call(path).then(bytesOf);
  ahead.set(path, asked);
  return asked;
}

/** What is under `path`; what was asked for ahead is taken, once. */
function under(path: string): Promise<Bytes> {
  const asked = ahead.get(path);
  ahead.delete(path);
  return asked ?? call(path).then(bytesOf);
}

/** What the one file holds; what it does not hold cannot be reached, since a hub gives cards to its own page alone. */
function textOf(text: string | undefined): Bytes {
  if (text === undefined) throw new Unreached();
  return new TextEncoder().encode(text);
}
