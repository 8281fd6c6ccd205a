/** What may be done with what was told: as the desk holds it now, and as it shall be. Only what changes is sent. */
import type { App, Screen } from "../../app";
import { h } from "../../h";
import type { Visit } from "../../mailbox/visit";
import { sealMessage } from "../../sending/message";
import { choice } from "../fields";
import { actions, title, to } from "../parts";
import { sender } from "./parts";

type Answer = "yes" | "no";

export function choices(visit: Visit, home: Screen): Screen {
  const held = visit.said?.consents ?? {};
  const chosen = new Map<string, Answer>();
  return (app) => {
    const known = app.words.purposes.map(([code]) => code);
    const others = Object.keys(held).filter((code) => held[code] === "yes" && !known.includes(code));
    return h(
      "form",
      { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
      title(app.say("back.choices.title")),
      h(
        "p",
        { class: "hint" },
        app.say(visit.said ? "back.choices.lead" : "back.choices.unknown", { desk: app.deskName }),
      ),
      app.words.purposes.map(([code, label]) => one(app, label, [code])),
      others.length > 0 && one(app, app.say("back.choices.others", { desk: app.deskName }), others),
      sender(
        app,
        app.say("back.choices.send"),
        async () => {
          const changed = new Map([...chosen].filter(([code, answer]) => held[code] !== answer));
          if (changed.size === 0) return null;
          return sealMessage(app.openDesk, app.language, visit, { kind: "choices" }, changed);
        },
        app.say("back.choices.then"),
      ),
      actions(to(app, app.say("common.back"), home, null, { class: "quiet" })),
    );
  };

  /** One thing that may be done, which stands for one purpose or for several that a caseworker asked for. */
  function one(app: App, label: string, codes: readonly string[]): HTMLElement {
    const [first = ""] = codes;
    const answer = chosen.get(first) ?? held[first];
    const pick = (value: Answer): HTMLElement =>
      choice("radio", first, app.say(`common.${value}`), answer === value, () => {
        for (const code of codes) chosen.set(code, value);
      });
    return h("fieldset", { class: "purpose" }, h("legend", null, label), pick("yes"), pick("no"));
  }
}
