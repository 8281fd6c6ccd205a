/** How a visit went: a code, signed and sealed; nothing about the person. */

import type { Screen } from "../app";
import { h } from "../h";
import { actions, button, title, to } from "../screens/parts";
import { sendingStatus } from "../screens/sending-status";
import { courier } from "../sending/courier";
import { sealVisit, VISITS, type Visit } from "./messages";
import type { Keys } from "./vault";

/** About the case of pseudonym `code`; `back` is the list. */
export const visited =
  (keys: Keys, code: string, back: Screen): Screen =>
  (app) => {
    const outcome = h("div", { "aria-live": "polite" });
    const choices = h(
      "div",
      { class: "buttons" },
      VISITS.map((visit) => button(app.say(`community.visit.${visit}`), () => void send(visit), { class: "quiet" })),
    );
    const send = async (visit: Visit): Promise<void> => {
      for (const each of choices.querySelectorAll("button")) each.disabled = true;
      try {
        const envelope = await sealVisit(app.openDesk, app.language, keys, code, visit);
        await courier.take(envelope);
        outcome.replaceChildren(h("p", null, app.say("community.visit.sent")), sendingStatus(app, envelope.id));
      } catch {
        outcome.replaceChildren(h("p", { role: "alert" }, app.say("community.failed")));
        for (const each of choices.querySelectorAll("button")) each.disabled = false;
      }
    };
    return h(
      "div",
      null,
      title(app.say("community.visit.title")),
      h("p", { class: "kind" }, h("bdi", { dir: "ltr", translate: "no" }, code)),
      h("p", { class: "hint" }, app.say("community.visit.lead")),
      choices,
      outcome,
      actions(to(app, app.say("common.back"), back, null, { class: "quiet" })),
    );
  };
