/** Coming back: sixteen digits, or two halves, open the way to a letter; it stays on that screen and goes with it. */
import type { App } from "../app";
import { h } from "../h";
import { Unreached } from "../hub/calls";
import { visit } from "../mailbox/visit";
import { join } from "../sealing/halves";
import { ways } from "./back/code";
import { digitsOf, entry, type Given } from "./back/entry";
import type { Way } from "./back/pictures";
import { help } from "./help";
import { mailbox } from "./mailbox";
import { actions, button, title, to } from "./parts";

/** What is given here is gone once another screen is opened. */
export function comeBack(app: App): HTMLElement {
  const given: [Given, Given] = [{ text: "" }, { text: "" }];
  let way: Way = "numbers";
  let halves = false;
  const place = h("form", {
    autocomplete: "off",
    onsubmit: (event: Event) => {
      event.preventDefault();
      void enter();
    },
  });
  const status = h("p", { role: "status" });
  const open = button(app.say("back.comeBack.open"), () => void enter(), { class: "main" });

  const draw = (): void => {
    const fields = halves
      ? [
          entry(app, app.say("back.comeBack.half"), given[0], way),
          entry(app, app.say("back.comeBack.other"), given[1], way),
        ]
      : [entry(app, app.say("back.comeBack.label"), given[0], way)];
    place.replaceChildren(
      title(app.say("back.comeBack.title")),
      h("p", { class: "hint" }, app.say("back.comeBack.lead")),
      ways(app, way, (chosen) => {
        way = chosen;
        draw();
      }),
      ...fields,
      status,
      actions(
        open,
        button(
          app.say(halves ? "back.comeBack.whole" : "back.comeBack.halves"),
          () => {
            halves = !halves;
            draw();
          },
          { class: "quiet" },
        ),
        to(app, app.say("page.back"), help, null, { class: "quiet" }),
      ),
    );
  };

  const enter = async (): Promise<void> => {
    const [one, other] = given.map(digitsOf);
    if (!one || (halves && !other)) {
      status.textContent = app.say("back.comeBack.digits");
      return;
    }
    open.disabled = true;
    status.textContent = app.say("back.comeBack.working");
    // Lets the sentence be seen before the phone is busy with the digits.
    await new Promise((resolve) => setTimeout(resolve, 50));
    try {
      const visited = await visit(app.openDesk, halves && other ? join(one, other) : one);
      if (status.isConnected) app.show(mailbox(visited), comeBack);
    } catch (error) {
      status.textContent = app.say(error instanceof Unreached ? "back.comeBack.offline" : "back.comeBack.failed");
    }
    open.disabled = false;
  };

  draw();
  return place;
}
