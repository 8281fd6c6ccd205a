/** Half a minute before the page closes by itself: a question, and one button to stay. */
import type { App } from "../app";
import { h } from "../h";
import { button } from "./parts";

const ID = "idle";

/** Shows or takes away the notice; touching anything takes it away. */
export function idleNotice(app: App, shown: boolean): void {
  document.getElementById(ID)?.remove();
  if (!shown) return;
  document.body.append(
    h(
      "div",
      { id: ID, role: "alert" },
      h("p", null, app.say("page.idle.still")),
      button(app.say("page.idle.here"), () => idleNotice(app, false), { class: "main" }),
    ),
  );
}
