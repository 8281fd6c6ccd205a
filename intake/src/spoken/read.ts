/**
 * Reads a screen aloud: heading, hint and choices, one after the other, each marked while it is said; and puts a button
 * beside whatever has a recording. Own words and receipts are not read: someone may be near.
 */
import type { App } from "../app";
import { h } from "../h";
import { picture } from "../picture";
import { hush, recordingOf, speak, type Voices, voicesOf } from "./player";

const SAID =
  "h1, h2, h3, legend, p, li, dt, dd, strong, .choice > span, .call > span, .windows span, button:not(.play)";
const UNSAID = "header, audio, .own, .code, .digits, .kind, [hidden]";
const MARK = "saying";

/** Whoever reads now; each new reading ends the one before. */
let turn = 0;

/** Reads the screen, or ends the reading. `common.noVoice` is what is shown where nothing can be said. */
export async function read(app: App): Promise<void> {
  const own = ++turn;
  const was = document.querySelector(`.${MARK}`);
  stop();
  if (was) return;
  const voices = await voicesOf(app);
  addButtons(app, voices);
  let said = false;
  app.whenGone(() => {
    if (own === turn) stop();
  });
  for (const element of sayable()) {
    if (own !== turn || !element.isConnected) return;
    element.classList.add(MARK);
    element.scrollIntoView({ block: "nearest" });
    said = (await speak(app, voices, wordsOf(element))) || said;
    element.classList.remove(MARK);
  }
  if (!said && own === turn) app.tell(app.say("common.noVoice"));
}

function stop(): void {
  hush();
  document.querySelector(`.${MARK}`)?.classList.remove(MARK);
}

/** What can be said on the screen, in its order: the innermost of each. */
function sayable(): HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>("#page :is(h1, h2)")];
  const found = [...document.querySelectorAll<HTMLElement>(SAID)].filter(
    (element) => element.closest("#page") && !element.closest(UNSAID) && !element.querySelector(SAID),
  );
  return [...new Set([...found, ...all])]
    .filter((element) => wordsOf(element) !== "")
    .sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

const wordsOf = (element: HTMLElement): string => (element.textContent ?? "").trim();

/** A button beside each of them that has a recording, for hearing that one. */
function addButtons(app: App, voices: Voices): void {
  for (const element of sayable()) {
    const words = wordsOf(element);
    if (!recordingOf(voices, words) || element.matches("button, strong, dt")) continue;
    const place = element.closest<HTMLElement>(".choice") ?? element;
    if (place.nextElementSibling?.classList.contains("play")) continue;
    const press = (): void => {
      turn += 1;
      stop();
      element.classList.add(MARK);
      void speak(app, voices, words).then(() => element.classList.remove(MARK));
    };
    const one = h("button", {
      type: "button",
      class: "play",
      onclick: press,
      "aria-label": app.say("common.hear", { words }),
    });
    one.append(picture("listen"));
    const row = h("div", { class: "spoken" });
    place.replaceWith(row);
    row.append(place, one);
  }
}
