/** What broke off, sealed: nobody can read it here; it can be sent as it is, or thrown away. */

import type { App } from "../app";
import { h } from "../h";
import { courier } from "../sending/courier";
import { packDraft } from "../sending/parcel";
import { forgetDraft, leftDrafts, type Piece } from "../storage/drafts";
import { sure } from "./fields";
import { button } from "./parts";

/** One card for each draft; `changed` is called when one was sent or thrown away. */
export function begun(app: App, changed: () => void): HTMLElement {
  const list = h("ul", { class: "cards" });
  void leftDrafts(app.openDesk.day).then((drafts) =>
    list.replaceChildren(...drafts.map((one) => item(app, one, changed))),
  );
  return list;
}

function item(app: App, pieces: readonly Piece[], changed: () => void): HTMLElement {
  const status = h("p", { role: "status" });
  const send = async (): Promise<void> => {
    try {
      for (const envelope of await packDraft(pieces, app.language)) await courier.take(envelope);
      changed();
    } catch {
      status.textContent = app.say("carry.begun.failed");
    }
  };
  const discard = async (): Promise<void> => {
    for (const { draft } of pieces.slice(0, 1)) await forgetDraft(draft);
    changed();
  };
  return h(
    "li",
    { class: "card" },
    h("h2", null, app.say("carry.begun.title")),
    h("p", null, app.say("carry.begun.lead")),
    status,
    h(
      "div",
      { class: "actions" },
      button(app.say("carry.begun.send"), () => void send(), { class: "main" }),
      sure(app.say("carry.begun.discard"), app.say("carry.begun.discardSure"), () => void discard()),
    ),
  );
}
