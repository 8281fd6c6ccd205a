/**
 * Sealed pieces of what is being told (spec/page.md, Drafts): what a dead battery leaves. Nobody can read
 * them on this phone; the key tells which of one telling belong together.
 */
import { today } from "../today";
import { all, change } from "./database";

export interface Piece {
  /** The telling's random id. */
  readonly draft: string;
  /** Its place there: 0 has the answers alone, each of the others a stretch of a recording. */
  readonly place: number;
  readonly fingerprint: string;
  readonly day: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Days after which a draft is forgotten by itself. */
const DAYS = 7;
const DAY = 86_400_000;

const keyOf = (draft: string, place: number): string => `${draft} ${String(place).padStart(3, "0")}`;

/** The keys of all pieces of a draft. */
export const range = (draft: string): IDBKeyRange => IDBKeyRange.bound(keyOf(draft, 0), `${draft} ~`);

/** Keeps a piece, in the place of what was there. */
export const keepPiece = (piece: Piece): Promise<undefined> =>
  change(["drafts"], (of) => of("drafts").put(piece, keyOf(piece.draft, piece.place)));

/** Forgets one piece: its recording was thrown away. */
export const forgetPiece = (draft: string, place: number): Promise<undefined> =>
  change(["drafts"], (of) => of("drafts").delete(keyOf(draft, place))).catch(() => undefined);

/** Forgets a draft. */
export const forgetDraft = (draft: string): Promise<undefined> =>
  change(["drafts"], (of) => of("drafts").delete(range(draft))).catch(() => undefined);

/**
 * The drafts that nobody is telling now, each with its pieces in order; those that are too old are forgotten.
 *
 * `known` is a day that is surely over, that of the desk's card: an earlier one was written by a
 * wrong clock, and is counted from today on. While no card is known, nothing is forgotten.
 */
export async function leftDrafts(known: string | null): Promise<Piece[][]> {
  const now = today();
  const byDraft = new Map<string, Piece[]>();
  const told = await beingTold();
  for (const piece of await all<Piece>("drafts").catch(() => [])) {
    if (!told.has(piece.draft)) byDraft.set(piece.draft, [...(byDraft.get(piece.draft) ?? []), piece]);
  }
  for (const [draft, pieces] of byDraft) {
    const day = pieces.reduce((last, piece) => (piece.day > last ? piece.day : last), "");
    if (known === null) continue;
    if (day < known) {
      if (now >= known) for (const piece of pieces) await keepPiece({ ...piece, day: now }).catch(() => undefined);
    } else if (Date.parse(now) - Date.parse(day) > DAYS * DAY) {
      byDraft.delete(draft);
      await forgetDraft(draft);
    }
  }
  return [...byDraft.values()];
}

/** Says that a telling goes on in this tab, until `ended`. */
export function tellingNow(draft: string, ended: Promise<void>): void {
  here.add(draft);
  void ended.then(() => here.delete(draft));
  void navigator.locks?.request(LOCK + draft, () => ended).catch(() => undefined);
}

const LOCK = "draft-";
const here = new Set<string>();

async function beingTold(): Promise<ReadonlySet<string>> {
  const held = await navigator.locks?.query().catch(() => ({ held: [] }));
  return new Set([...here, ...(held?.held ?? []).map(({ name }) => `${name}`.replace(LOCK, ""))]);
}
