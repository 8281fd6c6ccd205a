/**
 * The receipt, given back once: four digits at a time, so that a mistake costs
 * four. A mistake is met by showing them again. Nothing is stored, and it can be skipped.
 */
import type { Screen } from "../../app";
import { h } from "../../h";
import { help } from "../help";
import { actions, button, title, to } from "../parts";
import { code, LENGTH, pad } from "./code";
import type { Way } from "./pictures";

const GROUP = 4;

export function practise(digits: string, way: Way, home: Screen): Screen {
  return (app) => {
    let right = "";
    let now = "";
    const shown = h("div");
    const status = h("p", { role: "status" });
    const again = h("div");
    const press = (digit: string): void => {
      now += digit;
      status.textContent = "";
      again.replaceChildren();
      if (now.length === GROUP) judge();
      draw();
    };
    const judge = (): void => {
      const wanted = digits.slice(right.length, right.length + GROUP);
      if (now === wanted) right += now;
      else {
        status.textContent = app.say("back.practise.again");
        again.replaceChildren(code(app, wanted, way).firstElementChild ?? "");
      }
      now = "";
      if (right.length === LENGTH) app.show(known(digits, way, home), home);
    };
    const draw = (): void => shown.replaceChildren(code(app, right + now, way));
    draw();
    return h(
      "div",
      null,
      title(app.say("back.practise.title")),
      h("p", { class: "hint" }, app.say("back.practise.lead")),
      shown,
      status,
      h("div", { class: `code ${way}`, dir: "ltr" }, again),
      pad(app, way, press, () => {
        now = now.slice(0, -1);
        draw();
      }),
      actions(
        to(app, app.say("back.practise.show"), home, null, { class: "quiet" }),
        button(app.say("back.practise.skip"), () => app.show(help), { class: "quiet" }),
      ),
    );
  };
}

const known =
  (digits: string, way: Way, home: Screen): Screen =>
  (app) =>
    h(
      "div",
      null,
      title(app.say("back.practise.right")),
      code(app, digits, way),
      h("p", null, app.say("back.practise.known")),
      actions(
        button(app.say("telling.sent.done"), () => app.show(help), { class: "main" }),
        to(app, app.say("common.back"), home, null, { class: "quiet" }),
      ),
    );
