/**
 * A second way back, if she wants one: two halves of the receipt, each of which
 * alone says nothing (spec/receipt.md, Halves). One is copied for someone she
 * trusts; the other goes to the desk, sealed, or is copied for a second person.
 */
import type { App, Screen } from "../../app";
import { h } from "../../h";
import { split } from "../../sealing/halves";
import { derive } from "../../sealing/receipt";
import { sealMessage } from "../../sending/message";
import { actions, button, title, to } from "../parts";
import { code, ways } from "./code";
import { sender } from "./parts";
import type { Way } from "./pictures";

export const halves =
  (digits: string, way: Way, home: Screen): Screen =>
  (app) => {
    const desk = app.deskName;
    const pair = split(digits);
    return h(
      "div",
      null,
      title(app.say("back.halves.title")),
      h(
        "ul",
        { class: "points" },
        (["what", "alone", "together", "free"] as const).map((key) =>
          h("li", null, app.say(`back.halves.${key}`, { desk })),
        ),
      ),
      actions(
        to(app, app.say("back.halves.desk", { desk }), one(pair, way, home, digits), home, { class: "quiet" }),
        to(app, app.say("back.halves.two"), one(pair, way, home, null), home, { class: "quiet" }),
        to(app, app.say("back.halves.none"), home, null, { class: "main" }),
      ),
    );
  };

/** The half for someone she trusts. `sealed` are the receipt's digits where the desk is to have the other one. */
function one([half, other]: readonly [string, string], way: Way, home: Screen, sealed: string | null): Screen {
  const here: Screen = (app) =>
    shownHalf(app, "back.halves.one", half, way, (chosen) => app.show(one([half, other], chosen, home, sealed), home), [
      sealed === null
        ? to(app, app.say("common.onward"), second(other, way, home, here), here, { class: "main" })
        : sender(
            app,
            app.say("back.halves.send", { desk: app.deskName }),
            async () => {
              const derived = await derive(sealed, app.openDesk.fingerprint);
              const said = { kind: "addition", text: "", half: other } as const;
              return sealMessage(app.openDesk, app.language, derived, said);
            },
            app.say("back.halves.sent"),
          ),
      actions(to(app, app.say("common.back"), home, null, { class: "quiet" })),
    ]);
  return here;
}

/** The other half, for a second person. */
const second =
  (other: string, way: Way, home: Screen, before: Screen): Screen =>
  (app) =>
    shownHalf(
      app,
      "back.halves.second",
      other,
      way,
      (chosen) => app.show(second(other, chosen, home, before), before),
      [
        actions(
          button(app.say("back.halves.copied"), () => app.show(home), { class: "main" }),
          to(app, app.say("common.back"), before, null, { class: "quiet" }),
        ),
      ],
    );

const shownHalf = (
  app: App,
  key: "back.halves.one" | "back.halves.second",
  half: string,
  way: Way,
  choose: (way: Way) => void,
  rest: readonly HTMLElement[],
): HTMLElement =>
  h(
    "div",
    null,
    title(app.say(key)),
    h("p", null, app.say("back.halves.copy")),
    ways(app, way, choose),
    code(app, half, way),
    rest,
  );
