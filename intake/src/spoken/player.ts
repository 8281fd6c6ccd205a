/**
 * Says words aloud: by a recording of the desk, else by a voice that is on the phone itself. A voice that would send the
 * words to somebody's server is never used.
 */
import type { App } from "../app";
import { fetchMedia, type List, listOf } from "./media";
import { pathsByWords } from "./paths";

let playing: (() => void) | null = null;

/** What there is to speak with on this screen. */
export interface Voices {
  readonly paths: ReadonlyMap<string, string>;
  readonly list: List;
  readonly voice: SpeechSynthesisVoice | null;
}

export async function voicesOf(app: App): Promise<Voices> {
  const [list, voice] = await Promise.all([listOf(app.openDesk.fingerprint, app.language), ownVoice(app.language)]);
  return { paths: pathsByWords(app), list, voice };
}

/** The hash of the recording of `words`. */
export const recordingOf = ({ paths, list }: Voices, words: string): string | undefined =>
  list.get(paths.get(words) ?? "");

/** Says them, and resolves when they are said, false where there is nothing to say them with. */
export async function speak(app: App, voices: Voices, words: string): Promise<boolean> {
  hush();
  const hash = recordingOf(voices, words);
  try {
    if (hash) return await play(await fetchMedia(app.openDesk.fingerprint, hash));
  } catch {
    // It cannot be had now: the phone's own voice, if it has one.
  }
  return voices.voice ? utter(words, voices.voice) : false;
}

/** Ends what is being said. */
export function hush(): void {
  playing?.();
  playing = null;
}

/** Plays a recording to its end, or until it is hushed. */
export function play(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const url = URL.createObjectURL(new Blob([bytes], { type: "audio/ogg" }));
  const audio = new Audio(url);
  return new Promise((resolve, reject) => {
    const end = (): void => {
      URL.revokeObjectURL(url);
      resolve(true);
    };
    playing = () => {
      audio.pause();
      end();
    };
    audio.onended = end;
    audio.onerror = () => reject(new TypeError("audio"));
    audio.play().catch(reject);
  });
}

function utter(words: string, voice: SpeechSynthesisVoice): Promise<boolean> {
  const said = new SpeechSynthesisUtterance(words);
  said.voice = voice;
  said.lang = voice.lang;
  said.rate = 0.9;
  return new Promise((resolve) => {
    said.onend = () => resolve(true);
    said.onerror = () => resolve(false);
    playing = () => speechSynthesis.cancel();
    speechSynthesis.speak(said);
  });
}

/** A voice of the language that is on the phone itself; a phone may need a moment to list them. */
async function ownVoice(language: string): Promise<SpeechSynthesisVoice | null> {
  if (typeof speechSynthesis === "undefined") return null;
  if (speechSynthesis.getVoices().length === 0)
    await new Promise((resolve) => {
      speechSynthesis.addEventListener("voiceschanged", resolve, { once: true });
      setTimeout(resolve, 400);
    });
  const speaks = ({ lang, localService }: SpeechSynthesisVoice): boolean =>
    localService && lang.toLowerCase().split(/[-_]/)[0] === language;
  return speechSynthesis.getVoices().find(speaks) ?? null;
}
