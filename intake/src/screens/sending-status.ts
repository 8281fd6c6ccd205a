/** How far a sealed envelope is, in a calm sentence, kept up to date while it is shown. */
import type { App } from "../app";
import { h } from "../h";
import { courier, type Standing } from "../sending/courier";

/** One sentence, and one more where the phone has no room. */
export function sentence(app: App, standing: Standing | undefined): string {
  if (!standing) return app.say("sending.waits");
  if (standing.arrived) return app.say("sending.arrived");
  const how = standing.trouble
    ? app.say(`sending.${standing.trouble}`)
    : app.say("sending.going", { percent: Math.round(standing.share * 100) });
  return standing.kept ? how : `${how} ${app.say("sending.unkept")}`;
}

export function sendingStatus(app: App, id: string): HTMLElement {
  const status = h("p", { role: "status", class: "sending" });
  const update = (): void => {
    const standing = courier.standings.get(id);
    const text = sentence(app, standing);
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle("arrived", standing?.arrived === true);
    status.classList.toggle("trouble", !!standing?.trouble);
  };
  update();
  app.whenGone(courier.watch(update));
  return status;
}
