/**
 * Choosing a pass-phrase, kindly but firmly: six words drawn by chance, or one's own that are enough; typed once more;
 * then the keys are made and the phone presents itself to the desk.
 */

import type { App, Screen } from "../app";
import { h } from "../h";
import { actions, button, title, to } from "../screens/parts";
import { recipientOf } from "../sealing/age";
import { courier } from "../sending/courier";
import { checkDigits } from "./check";
import { unlock } from "./entry";
import { sealEnrolment } from "./messages";
import { draw, plain, strength } from "./passphrase";
import { phraseBox } from "./phrase-box";
import { type Keys, make } from "./vault";

/** Six words drawn by chance. */
export function drawn(app: App): Screen {
  const phrase = draw(app.say("community.words").split(" "));
  const screen: Screen = (app) =>
    h(
      "div",
      null,
      title(app.say("community.phrase.title")),
      h("p", null, app.say("community.phrase.drawn")),
      h(
        "p",
        { class: "phrase", translate: "no" },
        phrase.split(" ").map((word) => h("span", null, word)),
      ),
      actions(
        button(app.say("community.phrase.learned"), () => app.show(again(phrase, screen), screen), { class: "main" }),
        button(app.say("community.phrase.other"), () => app.show(drawn(app)), { class: "quiet" }),
        to(app, app.say("community.phrase.own"), own, screen, { class: "quiet" }),
      ),
    );
  return screen;
}

/** Words of one's own, with what they are worth in plain words. */
function own(app: App): HTMLElement {
  const worth = h("p", { role: "status" });
  const next = button(app.say("common.onward"), () => app.show(again(box.value, own), own), { class: "main" });
  const weigh = (text: string): void => {
    const how = strength(text);
    next.disabled = how === "short";
    worth.textContent = plain(text) === "" ? "" : app.say(`community.strength.${how}`);
  };
  const [label, box] = phraseBox(app.say("community.phrase.label"), weigh);
  weigh("");
  return h(
    "form",
    { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
    title(app.say("community.phrase.title")),
    h("p", null, app.say("community.phrase.ownLead")),
    label,
    worth,
    actions(
      next,
      button(app.say("common.back"), () => app.show(drawn(app)), { class: "quiet" }),
    ),
  );
}

/** Typed once more; the same words make the keys. */
const again =
  (phrase: string, before: Screen): Screen =>
  (app) => {
    const status = h("p", { role: "status" });
    const [label, box] = phraseBox(app.say("community.phrase.again"));
    const keep = async (): Promise<void> => {
      if (plain(box.value) !== plain(phrase)) {
        status.textContent = app.say("community.phrase.differs");
        return;
      }
      press.disabled = true;
      status.textContent = app.say("community.working");
      try {
        const digits = await enrol(app, phrase);
        if (status.isConnected) app.show(compare(digits));
      } catch {
        status.textContent = app.say("community.failed");
        press.disabled = false;
      }
    };
    const press = button(app.say("community.phrase.keep"), () => void keep(), { class: "main" });
    return h(
      "form",
      {
        autocomplete: "off",
        onsubmit: (event: Event) => {
          event.preventDefault();
          void keep();
        },
      },
      title(app.say("community.phrase.title")),
      label,
      status,
      actions(press, to(app, app.say("community.phrase.look"), before, null, { class: "quiet" })),
    );
  };

/** Makes the keys, hands the enrolment over to be sent, and gives the digits to compare. */
async function enrol(app: App, phrase: string): Promise<string> {
  const desk = app.openDesk;
  const keys = await make(desk.fingerprint, phrase);
  if (app.invitation) await courier.take(await sealEnrolment(desk, app.language, keys, app.invitation));
  app.invitation = null;
  app.enrolled = true;
  return digitsOf(keys);
}

export const digitsOf = async ({ mailbox, identity }: Keys): Promise<string> =>
  checkDigits(mailbox.key, await recipientOf(identity));

/** The eight digits, which a person at the desk sees as well. */
const compare =
  (digits: string): Screen =>
  (app) =>
    h(
      "div",
      null,
      title(app.say("community.check.title")),
      h(
        "p",
        { class: "digits check", dir: "ltr", translate: "no" },
        digits.split(" ").map((group) => h("span", null, app.digits(group))),
      ),
      h("p", null, app.say("community.check.lead")),
      h("p", { class: "hint" }, app.say("community.check.later")),
      actions(to(app, app.say("community.check.done"), unlock, null, { class: "main" })),
    );
