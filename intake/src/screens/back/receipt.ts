/** The receipt, once what was told is sealed: learnt as numbers or as pictures, tried once, halved if she wishes. */
import type { App, Screen } from "../../app";
import { h } from "../../h";
import { sayDigits } from "../../spoken/digits";
import { help } from "../help";
import { actions, button, title, to } from "../parts";
import { code, ways } from "./code";
import { halves } from "./halves";
import type { Way } from "./pictures";
import { practise } from "./practise";

async function hear(app: App, digits: string): Promise<void> {
  if (!(await sayDigits(app, digits))) app.tell(app.say("common.noVoice"));
}

/** The screen of sixteen `digits`. They are in memory alone, and go with the screen. */
export function receipt(digits: string): Screen {
  let way: Way = "numbers";
  const home: Screen = (app) =>
    h(
      "div",
      null,
      title(app.say("back.receipt.title")),
      h("p", null, app.say("back.receipt.lead")),
      ways(app, way, (chosen) => {
        way = chosen;
        app.draw();
      }),
      code(app, digits, way),
      h("p", { class: "hint" }, app.say("back.receipt.alone")),
      actions(
        to(app, app.say("back.receipt.practise"), practise(digits, way, home), home, { class: "main" }),
        to(app, app.say("back.receipt.halves"), halves(digits, way, home), home, { class: "quiet" }),
        button(app.say("back.receipt.hear"), () => void hear(app, digits), { class: "quiet" }),
        button(app.say("telling.sent.done"), () => app.show(help), { class: "quiet" }),
      ),
    );
  return home;
}
