/** Pieces of the screens with which someone comes back. */

import type { App } from "../../app";
import { h } from "../../h";
import { courier } from "../../sending/courier";
import type { Waiting } from "../../storage/waiting";
import { button } from "../parts";
import { sendingStatus } from "../sending-status";

/** A button that seals something and hands it over to be sent; how far that is stands below it. */
export function sender(app: App, label: string, seal: () => Promise<Waiting | null>, then = ""): HTMLElement {
  const outcome = h("div", { role: "status" });
  const press = button(label, () => void run(), { class: "main" });
  const run = async (): Promise<void> => {
    press.disabled = true;
    try {
      const envelope = await seal();
      if (envelope) {
        await courier.take(envelope);
        outcome.replaceChildren(
          h("p", null, app.say("back.onItsWay")),
          sendingStatus(app, envelope.id),
          ...(then ? [h("p", { class: "hint" }, then)] : []),
        );
      }
    } catch {
      outcome.replaceChildren(h("p", { role: "alert" }, app.say("back.notSealed")));
    }
    press.disabled = false;
  };
  return h("div", { class: "sender" }, press, outcome);
}
