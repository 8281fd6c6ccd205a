/** How far a sealed envelope is, in a calm sentence, kept up to date while it is shown. */
import type { App } from "../app";
import { h } from "../h";
import type { Standing } from "../sending/courier";
import type { Texts } from "../texts/texts";

/** One sentence, and one more where the phone has no room. */
export function sentence(standing: Standing | undefined, texts: Texts): string {
  const { sending } = texts;
  if (!standing) return sending.waits;
  if (standing.arrived) return sending.arrived;
  const how = standing.trouble ? sending[standing.trouble] : sending.going(Math.round(standing.share * 100));
  return standing.kept ? how : `${how} ${sending.unkept}`;
}

export function sendingStatus(app: App, id: string): HTMLElement {
  const status = h("p", { role: "status", class: "sending" });
  const update = (): void => {
    const standing = app.courier.standings.get(id);
    const text = sentence(standing, app.texts);
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle("arrived", standing?.arrived === true);
    status.classList.toggle("trouble", !!standing?.trouble);
  };
  update();
  app.whenGone(app.courier.watch(update));
  return status;
}
