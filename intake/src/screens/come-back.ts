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
  /** Which half is asked for; null where the receipt is whole. */
  let half: 0 | 1 | null = null;
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
    const label = half === null ? "back.comeBack.label" : half === 0 ? "back.comeBack.half" : "back.comeBack.other";
    status.textContent = "";
    open.textContent = app.say(half === 0 ? "common.onward" : "back.comeBack.open");
    place.replaceChildren(
      title(app.say("back.comeBack.title")),
      h("p", { class: "hint" }, app.say("back.comeBack.lead")),
      ways(app, way, (chosen) => {
        way = chosen;
        draw();
      }),
      entry(app, app.say(label), given[half ?? 0], way),
      status,
      actions(
        open,
        button(
          app.say(half === null ? "back.comeBack.halves" : "back.comeBack.whole"),
          () => {
            half = half === null ? 0 : null;
            draw();
          },
          { class: "quiet" },
        ),
        to(app, app.say("common.back"), help, null, { class: "quiet" }),
      ),
    );
  };

  const enter = async (): Promise<void> => {
    const [one, other] = given.map(digitsOf);
    if (!(half === 1 ? other : one)) {
      status.textContent = app.say("back.comeBack.digits");
      return;
    }
    if (half === 0) {
      half = 1;
      return draw();
    }
    const digits = half === 1 && one && other ? join(one, other) : (one ?? "");
    open.disabled = true;
    status.textContent = app.say("back.comeBack.working");
    // Lets the sentence be seen before the phone is busy with the digits.
    await new Promise((resolve) => setTimeout(resolve, 50));
    try {
      const visited = await visit(app.openDesk, digits);
      if (status.isConnected) app.show(mailbox(visited), comeBack);
    } catch (error) {
      status.textContent = app.say(error instanceof Unreached ? "back.comeBack.offline" : "back.comeBack.failed");
    }
    open.disabled = false;
  };

  draw();
  return place;
}
