/** Seals what was told, at once, and shows the receipt and how far the sending is. */
import type { App } from "../app";
import { h } from "../h";
import { sealTelling } from "../sending/seal";
import { help } from "./help";
import { actions, button, title, to } from "./parts";
import { review } from "./review";
import { sendingStatus } from "./sending-status";

export function sent(app: App): HTMLElement {
  const { sent: texts } = app.texts;
  const place = h("div", { "aria-live": "polite" }, title(texts.sealing));
  void seal(app).then(
    (receipt) => place.isConnected && app.show(sealed(receipt, app.lastSealed)),
    () => place.isConnected && place.replaceChildren(failed(app)),
  );
  return place;
}

/** Seals, hands over to be sent, forgets what was told; gives the receipt's digits, or null where none was wanted. */
async function seal(app: App): Promise<string | null> {
  const { envelope, receipt } = await sealTelling(app.openDesk, app.language, app.told);
  app.lastSealed = envelope.id;
  await app.courier.take(envelope);
  app.told.clear();
  return receipt;
}

function failed(app: App): HTMLElement {
  return h(
    "div",
    { role: "alert" },
    title(app.texts.sent.failed),
    actions(
      to(app, app.texts.tryAgain, sent, null, { class: "main" }),
      to(app, app.texts.back, review, null, { class: "quiet" }),
    ),
  );
}

function sealed(receipt: string | null, id: string): (app: App) => HTMLElement {
  return (app) => {
    const { sent: texts } = app.texts;
    const groups = receipt?.match(/.{4}/g) ?? [];
    return h(
      "div",
      null,
      title(texts.sealed(app.deskName)),
      sendingStatus(app, id),
      receipt === null
        ? h("p", null, texts.noReceipt)
        : h(
            "section",
            { class: "receipt" },
            h("h2", null, texts.receiptTitle),
            h(
              "p",
              { class: "digits", dir: "ltr", translate: "no" },
              groups.map((group) => h("span", null, group)),
            ),
            h("p", null, texts.receiptLead),
            h("p", null, texts.receiptAlone),
          ),
      h("p", null, texts.careful),
      actions(button(texts.done, () => app.show(help), { class: "main" })),
    );
  };
}
