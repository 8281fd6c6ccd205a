/**
 * The files that a card names: the list of services and the form (spec/card.md,
 * Bundle). They are signed by their hash, so only their version is checked here.
 */

export type Said = Readonly<Record<string, string>>;

export interface Service {
  readonly id: string;
  readonly names: Said;
  readonly kind: string;
  readonly what: Said;
  readonly where: Said;
  readonly hours: Said;
  readonly free: boolean | null;
  readonly women_staff: boolean | null;
  readonly phone: string | null;
  readonly languages: readonly string[];
  readonly windows: readonly string[];
}

export interface Directory {
  readonly directory: "amana-directory/1";
  readonly checked: string;
  readonly services: readonly Service[];
}

export interface Question {
  readonly name: string;
  readonly kind: "one" | "many" | "text" | "voice" | "when" | "where";
  readonly label: Said;
  readonly hint: Said | null;
  readonly choices: readonly { readonly code: string; readonly label: Said }[] | null;
}

export interface Form {
  readonly form: "amana-form/1";
  readonly id: string;
  readonly version: string;
  readonly questions: readonly Question[];
}

/** Words in `language`, else in English, else in any language there is. */
export function say(said: Said, language: string): string {
  return said[language] ?? said.en ?? Object.values(said)[0] ?? "";
}

/** A directory from its bytes; throws when it is of another version. */
export function readDirectory(bytes: Uint8Array): Directory {
  const read = JSON.parse(new TextDecoder().decode(bytes)) as Directory;
  if (read.directory !== "amana-directory/1" || !Array.isArray(read.services)) throw new TypeError("directory");
  return read;
}

/** A form from its bytes; throws when it is of another version. */
export function readForm(bytes: Uint8Array): Form {
  const read = JSON.parse(new TextDecoder().decode(bytes)) as Form;
  if (read.form !== "amana-form/1" || !Array.isArray(read.questions)) throw new TypeError("form");
  return read;
}
