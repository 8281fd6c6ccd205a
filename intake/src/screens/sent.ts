/** Seals what was told, at once, and shows the receipt and how far the sending is. */

import type { App } from "../app";
import { h } from "../h";
import { canSeal, loadSeals } from "../later";
import { courier } from "../sending/courier";
import { help } from "./help";
import { actions, button, title, to } from "./parts";
import { review } from "./review";
import { sendingStatus } from "./sending-status";

export function sent(app: App): HTMLElement {
  const place = h("div", { "aria-live": "polite" }, title(app.say("telling.sent.sealing")));
  void seal(app).then(
    (receipt) => place.isConnected && app.show(sealed(receipt, app.lastSealed)),
    () => place.isConnected && place.replaceChildren(failed(app)),
  );
  return place;
}

/** Seals, hands over to be sent, forgets what was told; gives the receipt's digits, or null where none was wanted. */
async function seal(app: App): Promise<string | null> {
  const { sealTelling } = await loadSeals();
  const draft = app.drafts?.current ?? null;
  const { envelope, receipt } = await sealTelling(app.openDesk, app.language, app.told, draft);
  app.lastSealed = envelope.id;
  // Where the phone has no room for it, the draft stays until it has arrived.
  if (!(await courier.take(envelope))) app.drafts?.stop();
  app.told.clear();
  return receipt;
}

function failed(app: App): HTMLElement {
  return h(
    "div",
    { role: "alert" },
    title(app.say("telling.sent.failed")),
    !canSeal() && h("p", null, app.say("page.notHere")),
    actions(
      to(app, app.say("common.tryAgain"), sent, null, { class: "main" }),
      to(app, app.say("common.back"), review, null, { class: "quiet" }),
    ),
  );
}

function sealed(receipt: string | null, id: string): (app: App) => HTMLElement {
  return (app) => {
    const groups = receipt?.match(/.{4}/g) ?? [];
    return h(
      "div",
      null,
      title(app.say("telling.sent.sealed", { desk: app.deskName })),
      sendingStatus(app, id),
      receipt === null
        ? h("p", null, app.say("telling.sent.noReceipt"))
        : h(
            "section",
            { class: "receipt" },
            h("h2", null, app.say("telling.sent.receiptTitle")),
            h(
              "p",
              { class: "digits", dir: "ltr", translate: "no" },
              groups.map((group) => h("span", null, app.digits(group))),
            ),
            h("p", null, app.say("telling.sent.receiptLead")),
            h("p", null, app.say("telling.sent.receiptAlone")),
          ),
      h("p", null, app.say("telling.sent.careful")),
      actions(
        receipt !== null &&
          button(app.say("telling.sent.learn"), () => void app.showMore((more) => more.receipt(receipt)), {
            class: "main",
          }),
        button(app.say("telling.sent.done"), () => app.show(help), { class: receipt === null ? "main" : "quiet" }),
      ),
    );
  };
}
