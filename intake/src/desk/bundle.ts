/**
 * The files that a card names: the list of services, forms and places
 * (spec/card.md, Bundle). They are signed by their hash, so only their version is
 * checked here.
 */

export type Said = Readonly<Record<string, string>>;

export interface Service {
  readonly id: string;
  readonly names: Said;
  readonly kind: string;
  readonly what: Said;
  readonly where: Said;
  readonly how: Said;
  readonly areas: readonly string[];
  readonly hours: Said;
  readonly free: boolean | null;
  readonly women_staff: boolean | null;
  readonly phone: string | null;
  readonly languages: readonly string[];
  readonly windows: readonly string[];
}

export interface Directory {
  readonly directory: "amana-directory/2";
  readonly checked: string;
  readonly areas: readonly { readonly code: string; readonly names: Said }[];
  readonly services: readonly Service[];
}

/** When something is shown, or what an answer should be (spec/form.md, Expressions). */
export type Expression = string | number | readonly Expression[];

export interface Choice {
  readonly code: string;
  readonly label: Said;
  readonly picture: string | null;
  readonly shown: Expression | null;
}

interface Asked {
  readonly name: string;
  readonly label: Said;
  readonly hint: Said | null;
  readonly picture: string | null;
  readonly shown: Expression | null;
}

export interface Question extends Asked {
  readonly kind: "one" | "many" | "text" | "number" | "when" | "where" | "voice" | "picture" | "note";
  readonly list: string | null;
  readonly check: { readonly that: Expression; readonly say: Said } | null;
}

export interface Group extends Asked {
  readonly kind: "group" | "repeat";
  readonly most: number | null;
  readonly questions: readonly (Question | Group)[];
}

export interface Form {
  readonly form: "amana-form/2";
  readonly id: string;
  readonly version: string;
  readonly teller: "survivor" | "witness" | "listener" | "clinician";
  readonly names: Said;
  readonly lists: Readonly<Record<string, readonly Choice[]>>;
  readonly questions: readonly (Question | Group)[];
}

/** Id, name, the id of the place that it is in, latitude and longitude, other names. */
export type Place = readonly [string, string, string | null, string | null, readonly string[]];

export interface Gazetteer {
  readonly places: "amana-places/1";
  readonly source: string;
  readonly entries: readonly Place[];
}

/** Words in `language`, else in English, else in any language there is. */
export function say(said: Said, language: string): string {
  return said[language] ?? said.en ?? Object.values(said)[0] ?? "";
}

/** A directory from its bytes; throws when it is of another version. */
export const readDirectory = (bytes: Uint8Array): Directory => parsed(bytes, "directory", "amana-directory/2");

/** A form from its bytes; throws when it is of another version. */
export const readForm = (bytes: Uint8Array): Form => parsed(bytes, "form", "amana-form/2");

/** A gazetteer from its bytes; throws when it is of another version. */
export const readPlaces = (bytes: Uint8Array): Gazetteer => parsed(bytes, "places", "amana-places/1");

function parsed<T>(bytes: Uint8Array, member: keyof T, version: string): T {
  const read = JSON.parse(new TextDecoder().decode(bytes)) as T;
  if (read[member] !== version) throw new TypeError(version);
  return read;
}
