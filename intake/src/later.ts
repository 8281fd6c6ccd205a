/**
 * What comes after the first bundle: `rest`, with which the card is checked and questions are asked; `seals`, with which
 * what is told is sealed; and `more`, what is not needed for that. Each puts what it offers here when it runs; how it is
 * loaded is the build's business (build.mjs).
 */
import type { Part } from "./language";

interface Later {
  readonly rest: typeof import("./rest")["offers"];
  readonly seals: typeof import("./seals")["offers"];
  readonly more: typeof import("./more")["offers"];
}

const here: Partial<Later> = {};
let checked: () => Promise<void> = async () => undefined;

/** Called by a bundle when it runs. */
export function arrive<Name extends keyof Later>(name: Name, offers: Later[Name]): void {
  here[name] = offers;
}

/** Has nothing sealed by code that `check` has not passed; it is asked each time, and throws where that cannot be said. */
export const checkFirst = (check: () => Promise<void>): void => {
  checked = check;
};

/** The last bundle that runs, by its words. */
export const hasCome = (): Part => (here.more ? "more" : here.rest ? "tell" : "words");

export async function loadRest(): Promise<Later["rest"]> {
  await import("./rest");
  return there("rest");
}

export async function loadSeals(): Promise<Later["seals"]> {
  await checked();
  return loadUnchecked();
}

/** For a browser that cannot check by itself: the code that checks is in the same file. */
export async function loadUnchecked(): Promise<Later["seals"]> {
  if (!here.seals) await import("./seals");
  return there("seals");
}

/** Whether the code that seals is here. */
export const canSeal = (): boolean => !!here.seals;

export async function loadMore(): Promise<Later["more"]> {
  await checked();
  await import("./more");
  return there("more");
}

function there<Name extends keyof Later>(name: Name): Later[Name] {
  const offers = here[name];
  if (!offers) throw new Error(name);
  return offers;
}
