/**
 * What comes after the first bundle: `rest`, all that telling and sealing need, and `more`, what is not needed
 * for that. Each puts what it offers here when it runs; how it is loaded is the build's business (build.mjs).
 */
import type { Part } from "./language";

interface Later {
  readonly rest: typeof import("./rest")["offers"];
  readonly more: typeof import("./more")["offers"];
}

const here: Partial<Later> = {};

/** Called by a bundle when it runs. */
export function arrive<Name extends keyof Later>(name: Name, offers: Later[Name]): void {
  here[name] = offers;
}

/** The last bundle that runs, by its words. */
export const hasCome = (): Part => (here.more ? "more" : here.rest ? "tell" : "words");

export async function loadRest(): Promise<Later["rest"]> {
  await import("./rest");
  return there("rest");
}

export async function loadMore(): Promise<Later["more"]> {
  await import("./more");
  return there("more");
}

function there<Name extends keyof Later>(name: Name): Later[Name] {
  const offers = here[name];
  if (!offers) throw new Error(name);
  return offers;
}
