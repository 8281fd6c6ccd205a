/** A receipt said aloud, digit by digit, in groups of four. */
import type { App } from "../app";
import { fetchMedia } from "./media";
import { hush, play, speak, type Voices, voicesOf } from "./player";

const ALL = "0123456789";
const BETWEEN = 700;

const pathOf = (digit: string): string => `page/digit.${digit}.ogg`;

/**
 * Says sixteen `digits`; false where the phone has no voice for them. All ten recordings are fetched first, always in
 * the same order: what is fetched, and when, says nothing of the receipt.
 */
export async function sayDigits(
  app: App,
  digits: string,
  at: (index: number) => void = () => undefined,
): Promise<boolean> {
  const voices = await voicesOf(app);
  const sounds = await recordings(app, voices).catch(() => null);
  for (const [index, digit] of Array.from(digits).entries()) {
    at(index);
    const sound = sounds?.get(digit);
    hush();
    if (!(sound ? await play(sound.slice()) : await speak(app, { ...voices, list: new Map() }, app.digits(digit))))
      return false;
    if (index % 4 === 3) await new Promise((resolve) => setTimeout(resolve, BETWEEN));
  }
  return true;
}

async function recordings(app: App, { list }: Voices): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const sounds = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const digit of ALL) sounds.set(digit, await fetchMedia(app.openDesk.fingerprint, list.get(pathOf(digit)) ?? ""));
  return sounds;
}
