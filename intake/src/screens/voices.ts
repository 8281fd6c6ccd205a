/** Keeping the voices of a language on this phone, or taking them off it. */
import type { App } from "../app";
import { h } from "../h";
import { areKept, keepAll, listOf, throwAway } from "../spoken/media";
import { help } from "./help";
import { actions, button, title, to } from "./parts";

export function voices(app: App): HTMLElement {
  const desk = app.openDesk.fingerprint;
  const status = h("p", { role: "status" });
  const keep = button(app.say("back.voices.keep"), () => void start(), { class: "main" });
  const away = button(app.say("back.voices.away"), () => void throwAway().then(() => app.redraw(voices)), {
    class: "quiet",
  });
  keep.hidden = away.hidden = true;
  const start = async (): Promise<void> => {
    keep.disabled = true;
    try {
      await keepAll(desk, app.language, (share) => {
        status.textContent = app.say("back.voices.coming", { percent: Math.round(share * 100) });
      });
      app.redraw(voices);
    } catch {
      status.textContent = app.say("back.voices.broken");
      keep.disabled = false;
    }
  };
  void Promise.all([listOf(desk, app.language), areKept(desk, app.language)]).then(([list, kept]) => {
    status.textContent = app.say(kept ? "back.voices.here" : list.size > 0 ? "back.voices.there" : "back.voices.none");
    keep.hidden = kept || list.size === 0;
    away.hidden = !kept;
  });
  return h(
    "div",
    null,
    title(app.say("back.voices.title")),
    h("p", null, app.say("back.voices.lead")),
    status,
    actions(keep, away, to(app, app.say("common.back"), help, null, { class: "quiet" })),
  );
}
