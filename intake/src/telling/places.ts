/**
 * The desk's list of places (spec/form.md, A place), found by name: accents, hyphens, doubled letters and the usual French
 * and English spellings of one sound make no difference. Made for 20,000 places on a slow phone: names are
 * folded once into one string, in which a search is a few passes of the engine's own `indexOf`.
 */
import { type Place, readPlaces } from "../desk/bundle";

/** Where something is: degrees north and east. */
export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** A name as it is compared. */
export const fold = (name: string): string =>
  name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/[\u0622\u0623\u0625\u0671]/g, "\u0627")
    .replace(/\u0649/g, "\u064a")
    .replace(/\u0629/g, "\u0647")
    .replace(/dj/g, "j")
    .replace(/ou|w/g, "u")
    .replace(/[cq](?!h)/g, "k")
    .replace(/ph/g, "f")
    .replace(/(.)\1+/g, "$1");

/** `lat,lon` of a list or an answer. */
export function pointOf(at: string): Point {
  const [lat = 0, lon = 0] = at.split(",").map(Number);
  return { lat, lon };
}

export class Gazetteer {
  private readonly byId = new Map<string, Place>();
  private readonly within = new Map<string | null, Place[]>();
  /** All folded names, each after a line feed, larger places first; `starts[n]` is where that of `owners[n]` begins. */
  private readonly names: string;
  private readonly starts: number[] = [];
  private readonly owners: Place[] = [];

  /** From the bytes of the list; throws when they are none. */
  constructor(bytes: Uint8Array) {
    for (const entry of readPlaces(bytes).entries) {
      this.byId.set(entry[0], entry);
      const beside = this.within.get(entry[2]);
      if (beside) beside.push(entry);
      else this.within.set(entry[2], [entry]);
    }
    const parts: string[] = [];
    let length = 0;
    for (let level = this.inside(null); level.length > 0; level = level.flatMap(([id]) => this.inside(id))) {
      for (const entry of level) {
        for (const name of [entry[1], ...entry[4]]) {
          this.starts.push(length);
          this.owners.push(entry);
          const part = `\n${fold(name)}`;
          parts.push(part);
          length += part.length;
        }
      }
    }
    this.names = `${parts.join("")}\n`;
  }

  get(id: string): Place | undefined {
    return this.byId.get(id);
  }

  /** What lies directly in a place; in null, the largest places. By name. */
  inside(id: string | null): readonly Place[] {
    return [...(this.within.get(id) ?? [])].sort(([, one], [, other]) => (one < other ? -1 : 1));
  }

  /** All places with coordinates, larger ones first. */
  get all(): readonly Place[] {
    return [...new Set(this.owners)].filter(([, , , at]) => at !== null);
  }

  /** A place and what it lies in, from the smallest. */
  path(id: string): readonly Place[] {
    const entry = this.byId.get(id);
    return entry ? [entry, ...(entry[2] === null ? [] : this.path(entry[2]))] : [];
  }

  /** At most `most` places that are called so: exactly, then those that begin so, then those that hold it. */
  search(words: string, most: number): readonly Place[] {
    const wanted = fold(words);
    const found = new Set<Place>();
    if (wanted === "") return [];
    for (const part of [`\n${wanted}\n`, `\n${wanted}`, wanted]) {
      let at = this.names.indexOf(part);
      while (at >= 0 && found.size < most) {
        found.add(this.ownerAt(at));
        at = this.names.indexOf(part, at + 1);
      }
    }
    return [...found];
  }

  private ownerAt(at: number): Place {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    return this.owners[low] as Place;
  }
}
