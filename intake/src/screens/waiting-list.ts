/** Sealed parts that have not arrived: how each stands, send now, throw away. */

import type { App } from "../app";
import { h } from "../h";
import { courier } from "../sending/courier";
import { waiting } from "../storage/waiting";
import { begun } from "./begun";
import { carry } from "./carry";
import { sure } from "./fields";
import { help } from "./help";
import { actions, button, title, to } from "./parts";
import { sendingStatus } from "./sending-status";

export function waitingList(app: App): HTMLElement {
  const list = h("ul", { class: "cards" });
  void waiting().then((all) => {
    list.replaceChildren(...all.map(({ id }, index) => item(app, id, index)));
    if (all.length === 0) list.replaceWith(h("p", null, app.say("carry.waiting.none")));
  });
  return h(
    "div",
    null,
    title(app.say("carry.waiting.title")),
    h("p", null, app.say("carry.waiting.lead")),
    app.desk.state === "open" && begun(app, () => app.redraw(waitingList)),
    list,
    actions(
      button(app.say("carry.waiting.sendNow"), () => courier.hurry(), { class: "main" }),
      app.desk.state === "open" && to(app, app.say("carry.file.open"), carry, waitingList, { class: "quiet" }),
      to(app, app.say("common.home"), help, null, { class: "quiet" }),
    ),
  );
}

function item(app: App, id: string, index: number): HTMLElement {
  const discard = sure(
    app.say("carry.waiting.discard"),
    app.say("carry.waiting.discardSure"),
    () => void courier.discard(id).then(() => app.redraw(waitingList)),
  );
  app.whenGone(
    courier.watch(() => {
      discard.hidden = courier.standings.get(id)?.arrived === true;
    }),
  );
  return h(
    "li",
    { class: "card" },
    h("h2", null, app.say("carry.waiting.item", { number: index + 1 })),
    sendingStatus(app, id),
    discard,
  );
}
