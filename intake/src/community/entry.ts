/** The way in for community workers: with an invitation, or with the pass-phrase of a phone that is enrolled. */
import type { App } from "../app";
import { h } from "../h";
import { help } from "../screens/help";
import { actions, button, title, to } from "../screens/parts";
import { drawn } from "./choose";
import { list } from "./list";
import { phraseBox } from "./phrase-box";
import { open, Shut } from "./vault";

/** The way in that is open on this phone. */
export const community = (app: App): HTMLElement => (app.invitation ? invited(app) : unlock(app));

/** What an invitation is, before a key is made. */
function invited(app: App): HTMLElement {
  const points = [
    app.say("community.invited.about"),
    app.say("community.invited.phrase"),
    app.say("community.invited.shared"),
  ];
  return h(
    "div",
    null,
    title(app.say("community.invited.title", { desk: app.deskName })),
    h(
      "ul",
      { class: "points" },
      points.map((point) => h("li", null, point)),
    ),
    actions(
      button(app.say("community.invited.begin"), () => app.show(drawn(app), invited), { class: "main" }),
      to(app, app.say("common.home"), help, null, { class: "quiet" }),
    ),
  );
}

/** The pass-phrase opens the list; other words open nothing, after the same work. */
export function unlock(app: App): HTMLElement {
  const status = h("p", { role: "status" });
  const [label, box] = phraseBox(app.say("community.open.label"));
  const enter = async (): Promise<void> => {
    press.disabled = true;
    status.textContent = app.say("community.working");
    try {
      const keys = await open(app.openDesk.fingerprint, box.value);
      if (status.isConnected) return app.show(list(keys), help);
    } catch (error) {
      status.textContent = app.say(error instanceof Shut ? "community.open.shut" : "community.failed");
    }
    press.disabled = false;
  };
  const press = button(app.say("community.open.open"), () => void enter(), { class: "main" });
  return h(
    "form",
    {
      autocomplete: "off",
      onsubmit: (event: Event) => {
        event.preventDefault();
        void enter();
      },
    },
    title(app.say("community.open.title")),
    label,
    status,
    actions(
      press,
      to(app, app.say("common.home"), help, null, { class: "quiet" }),
      h(
        "details",
        null,
        h("summary", null, app.say("community.open.forgotten")),
        h("p", null, app.say("community.open.forgottenLead")),
      ),
    ),
  );
}
