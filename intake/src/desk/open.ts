/**
 * Finds the desk that this page belongs to: by the link it was opened with, else
 * the one of last time. What is public of it (card, form, list of services) is
 * kept, so that help is shown without a line; the card is looked at anew once a
 * day, and an older one never replaces a newer one.
 */
import { askAhead } from "../hub/published";
import { loadRest } from "../later";
import { get, put } from "../storage/database";
import { keep, waiting } from "../storage/waiting";
import { today } from "../today";
import { type Directory, type Form, readDirectory, readForm } from "./bundle";
import { inlined } from "./inlined";
import { type Link, readLink } from "./link";
import type { Fetched } from "./refresh";

export interface Desk extends Link {
  readonly names: Readonly<Record<string, string>>;
  /** The day on which its card was made. */
  readonly day: string;
  readonly mailbox: string;
  readonly recipients: readonly string[];
  /** Those that are here: the first of the card, then its others as they come. */
  readonly forms: readonly Form[];
  readonly directory: Directory;
  /** Its public key, and the hash of the signed list of the page's own files, null where it signs none. */
  readonly key: string;
  readonly page: string | null;
  /** The hash of its list of places. */
  readonly places: string | null;
}

export type OpenDesk =
  | { readonly state: "loading" | "no-link" | "unreached" | "wrong" | "changed" }
  | { readonly state: "open"; readonly desk: Desk };

/** What is kept of a desk, under its fingerprint. */
export interface Kept extends Fetched {
  readonly token: string | null;
  readonly looked: string;
}

/** The link that the page was opened with, or the last one; after this the address bar shows the bare page. */
export async function takeLink(): Promise<Link | null> {
  if (inlined) return { fingerprint: inlined.fingerprint, token: inlined.token, invitation: null };
  const link = readLink(location.hash);
  // What stands after # names the organisation: it leaves the address bar and the entry that Back would show.
  if (location.hash) history.replaceState(null, "", location.pathname);
  if (link) {
    const kept = await get<Kept>("desks", link.fingerprint).catch(() => undefined);
    if (!kept) askAhead(link.fingerprint).catch(() => undefined);
    // An invitation is for once, and stays in memory.
    await put("settings", "link", { ...link, invitation: null }).catch(() => undefined);
    if (kept && link.token) {
      await put("desks", link.fingerprint, { ...kept, token: link.token }).catch(() => undefined);
      await readdress(kept.card.mailbox, kept.card.mailbox, link.token);
    }
    return link;
  }
  return (await get<Link>("settings", "link").catch(() => undefined)) ?? null;
}

/** Shows what is kept, then what is newest; `show` may be called twice. */
export async function openDesk(link: Link, language: string, show: (desk: OpenDesk) => void): Promise<void> {
  const kept = await get<Kept>("desks", link.fingerprint).catch(() => undefined);
  const day = today();
  const token = link.token ?? kept?.token ?? null;
  if (kept) show({ state: "open", desk: deskOf({ ...link, token }, kept) });
  if (kept?.looked === day) return;
  const { refresh } = await loadRest();
  const found = await refresh(link.fingerprint, language, kept);
  if (typeof found === "string") {
    if (!kept || found === "changed") show({ state: found });
    return;
  }
  await put("desks", link.fingerprint, { ...found, token, looked: day } satisfies Kept).catch(() => undefined);
  const desk = deskOf({ ...link, token }, found);
  if (kept) await readdress(kept.card.mailbox, desk.mailbox, token);
  show({ state: "open", desk });
}

/** The desk that is kept. */
export function deskOf(link: Link, { card, form, others, directory }: Fetched): Desk {
  const { names, day, mailbox, recipients, key, page, places } = card;
  const forms = [form, ...others.map(({ bytes }) => bytes)].map(readForm);
  return { ...link, names, day, mailbox, recipients, key, page, places, forms, directory: readDirectory(directory) };
}

/** What waits for the desk goes where its newest card says, with the newest token: a new link sends what an old one could not. */
async function readdress(from: string, mailbox: string, token: string | null): Promise<void> {
  for (const envelope of await waiting()) {
    if (envelope.mailbox === from && (envelope.mailbox !== mailbox || envelope.token !== token)) {
      await keep({ ...envelope, mailbox, token });
    }
  }
}
