/** Coming back: sixteen digits open the way to replies; they stay on this screen and go with it. */
import type { App } from "../app";
import { h } from "../h";
import { Unreached } from "../hub/calls";
import { DigitsMissing, visit } from "../mailbox/visit";
import { help } from "./help";
import { mailbox } from "./mailbox";
import { actions, button, title, to } from "./parts";

export function comeBack(app: App): HTMLElement {
  const status = h("p", { role: "status" });
  const box = h("input", {
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    spellcheck: "false",
    dir: "ltr",
    class: "digits",
    maxlength: 40,
  });
  const open = button(app.say("back.comeBack.open"), () => void enter(), { class: "main" });
  const enter = async (): Promise<void> => {
    open.disabled = true;
    status.textContent = app.say("back.comeBack.working");
    // Lets the sentence be seen before the phone is busy with the digits.
    await new Promise((resolve) => setTimeout(resolve, 50));
    try {
      const visited = await visit(app.openDesk, box.value);
      if (status.isConnected) app.show(mailbox(visited), comeBack);
    } catch (error) {
      status.textContent =
        error instanceof DigitsMissing
          ? app.say("back.comeBack.digits")
          : error instanceof Unreached
            ? app.say("back.comeBack.offline")
            : app.say("back.comeBack.failed");
    }
    open.disabled = false;
  };
  return h(
    "form",
    {
      autocomplete: "off",
      onsubmit: (event: Event) => {
        event.preventDefault();
        void enter();
      },
    },
    title(app.say("back.comeBack.title")),
    h("p", { class: "hint" }, app.say("back.comeBack.lead")),
    h("label", { class: "words" }, h("span", null, app.say("back.comeBack.label")), box),
    status,
    actions(open, to(app, app.say("page.back"), help, null, { class: "quiet" })),
  );
}
