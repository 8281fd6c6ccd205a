/** The desk's list of places, read once. */
import { Gazetteer } from "../telling/places";
import type { Desk } from "./open";
import { placesBytes } from "./others";

let last: { readonly hash: string; readonly gazetteer: Gazetteer } | null = null;

/** The list, from memory, the phone or the line; null where the desk has none, throws where it cannot be had now. */
export async function placesOf({ fingerprint, places: hash }: Desk): Promise<Gazetteer | null> {
  if (hash === null) return null;
  if (last?.hash === hash) return last.gazetteer;
  const gazetteer = new Gazetteer(await placesBytes(fingerprint, hash));
  last = { hash, gazetteer };
  return gazetteer;
}
