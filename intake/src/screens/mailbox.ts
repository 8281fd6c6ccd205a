/** With a receipt: what the desk says now, and the ways to answer it. A wrong code shows the same as no letter yet. */
import type { App, Screen } from "../app";
import { type Child, h } from "../h";
import type { Visit } from "../mailbox/visit";
import { choices } from "./back/choices";
import { erasure } from "./back/erasure";
import { write } from "./back/write";
import { help } from "./help";
import { actions, button, dayIn, title, to } from "./parts";

/** The first screen of one visit; the others lead back to it. */
export function mailbox(visit: Visit): Screen {
  const home: Screen = (app) => {
    const further = (key: "write" | "choices" | "erasure", screen: Screen): HTMLElement =>
      to(app, app.say(`back.mailbox.${key}`), screen, home, { class: "quiet" });
    return h(
      "div",
      null,
      title(app.say("back.mailbox.title")),
      visit.said ? said(app, visit.said.letter) : h("p", { class: "lead" }, app.say("back.mailbox.none")),
      h("p", { class: "hint" }, app.say("back.mailbox.when")),
      actions(
        further("write", write(visit, home)),
        further("choices", choices(visit, home)),
        further("erasure", erasure(visit, home)),
        button(app.say("back.mailbox.close"), () => app.show(help), { class: "main" }),
      ),
    );
  };
  return home;
}

type Letter = NonNullable<Visit["said"]>["letter"];

function said(app: App, { state, messages, cut }: Letter): Child {
  const desk = app.deskName;
  return [
    h("p", { class: "lead" }, app.say(`back.mailbox.state.${state}`, { desk })),
    cut && h("p", { class: "hint" }, app.say("back.mailbox.cut")),
    messages.map(({ from, day, text }) =>
      h(
        "article",
        { class: `card ${from}` },
        h("h2", null, app.say(`back.mailbox.from.${from}`, { desk, day: dayIn(app, day) })),
        h("p", { class: "own", dir: "auto" }, text),
      ),
    ),
  ];
}
