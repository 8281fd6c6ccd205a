/** Sealed parts that have not arrived: how each stands, send now, throw away. */
import type { App } from "../app";
import { h } from "../h";
import { waiting } from "../storage/waiting";
import { help } from "./help";
import { actions, button, sure, title, to } from "./parts";
import { sendingStatus } from "./sending-status";

export function waitingList(app: App): HTMLElement {
  const { waiting: texts, home } = app.texts;
  const list = h("ul", { class: "cards" });
  void waiting().then((all) => {
    list.replaceChildren(...all.map(({ id }, index) => item(app, id, index)));
    if (all.length === 0) list.replaceWith(h("p", null, texts.none));
  });
  return h(
    "div",
    null,
    title(texts.title),
    h("p", null, texts.lead),
    list,
    actions(
      button(texts.sendNow, () => app.courier.hurry(), { class: "main" }),
      to(app, home, help, null, { class: "quiet" }),
    ),
  );
}

function item(app: App, id: string, index: number): HTMLElement {
  const { waiting: texts } = app.texts;
  const discard = sure(
    texts.discard,
    texts.discardSure,
    () => void app.courier.discard(id).then(() => app.redraw(waitingList)),
  );
  app.whenGone(
    app.courier.watch(() => {
      discard.hidden = app.courier.standings.get(id)?.arrived === true;
    }),
  );
  return h("li", { class: "card" }, h("h2", null, texts.item(index + 1)), sendingStatus(app, id), discard);
}
