/** Asking that all that was told with a receipt be erased; a later letter says that it was done. */
import type { Screen } from "../../app";
import { h } from "../../h";
import type { Visit } from "../../mailbox/visit";
import { sealMessage } from "../../sending/message";
import { actions, button, title, to } from "../parts";
import { sender } from "./parts";

export const erasure =
  (visit: Visit, home: Screen): Screen =>
  (app) => {
    const place = h("div");
    const ask = button(
      app.say("back.erasure.ask"),
      () =>
        place.replaceChildren(
          sender(
            app,
            app.say("back.erasure.sure"),
            () => sealMessage(app.openDesk, app.language, visit, { kind: "erasure" }),
            app.say("back.erasure.then"),
          ),
        ),
      { class: "quiet" },
    );
    place.append(ask);
    return h(
      "div",
      null,
      title(app.say("back.erasure.title")),
      h("p", null, app.say("back.erasure.lead", { desk: app.deskName })),
      h("p", { class: "hint" }, app.say("back.erasure.limits")),
      place,
      actions(to(app, app.say("common.back"), home, null, { class: "quiet" })),
    );
  };
