/** Adding words, or asking, with a receipt. What is typed goes with the visit. */
import type { Screen } from "../../app";
import { h } from "../../h";
import type { Visit } from "../../mailbox/visit";
import { sealMessage } from "../../sending/message";
import { words } from "../fields";
import { actions, title, to } from "../parts";
import { sender } from "./parts";

export function write(visit: Visit, home: Screen): Screen {
  let draft = "";
  return (app) =>
    h(
      "form",
      { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
      title(app.say("back.write.title")),
      words(app.say("back.write.label"), draft, (text) => {
        draft = text;
      }),
      sender(
        app,
        app.say("back.write.send"),
        async () => {
          const text = draft.trim();
          if (text === "") return null;
          const envelope = await sealMessage(app.openDesk, app.language, visit, { kind: "addition", text });
          draft = "";
          return envelope;
        },
        app.say("back.write.then"),
      ),
      actions(to(app, app.say("common.back"), home, null, { class: "quiet" })),
    );
}
