/** What someone who came back sends: sealed as a telling is, and no first telling needs it. */
import type { Desk } from "../desk/open";
import type { Inside } from "../sealing/inside";
import type { Derived } from "../sealing/receipt";
import type { Waiting } from "../storage/waiting";
import { today } from "../today";
import { replyTo, toDesk } from "./seal";

/** Seals a message of one who came back: words added, what is agreed from now on, or the wish that all be erased. */
export async function sealMessage(
  desk: Desk,
  language: string,
  receipt: Derived,
  said:
    | { readonly kind: "addition"; readonly text: string; readonly half?: string }
    | { readonly kind: "choices" | "erasure" },
  consents: ReadonlyMap<string, "yes" | "no"> = new Map(),
): Promise<Waiting> {
  const inside: Inside = {
    form: null,
    language,
    day: today(),
    answers: {},
    consents: Object.fromEntries(consents),
    attachments: [],
    reply_to: await replyTo(receipt),
    ...said,
  };
  return toDesk(desk, inside, []);
}
