/** "Is there another one?": what a repeat holds so far, each to be looked at again or thrown away, and one more. */
import type { App, Screen } from "../app";
import type { Group } from "../desk/bundle";
import { type Child, h } from "../h";
import type { Walk } from "../telling/walk";
import { readable } from "./answers/readable";
import { sure } from "./fields";
import { actions, button } from "./parts";
import { questionAt } from "./question";

/** What stands under the heading of a repeat; `back` are the buttons of every question. */
export function another(app: App, walk: Walk, repeat: Group, self: Screen, next: () => Screen, back: Child): Child {
  const { told } = app;
  const instances = told.instances(repeat.name);
  const open = (instance: number): void => {
    const first = walk.stops(repeat, instance)[0];
    if (first !== undefined) app.show(questionAt(first), self);
  };
  const some = instances.length > 0;
  const full = repeat.most !== null && instances.length >= repeat.most;
  const more = (): void => open(told.another(repeat.name));
  const item = (instance: number, at: number): Child =>
    h(
      "li",
      { class: "card" },
      h("h2", null, app.digits(String(at + 1))),
      h("p", { class: "own", dir: "auto" }, summary(app, walk, repeat, instance)),
      h(
        "div",
        { class: "pair" },
        button(app.say("common.change"), () => open(instance), { class: "quiet" }),
        sure(app.say("telling.voice.remove"), app.say("telling.repeat.sure"), () => {
          told.remove(repeat.name, instance);
          app.redraw(self);
        }),
      ),
    );
  return [
    some && h("ul", { class: "cards" }, instances.map(item)),
    some && !full && h("h2", null, app.say("telling.repeat.another")),
    actions(
      !full &&
        button(app.say(some ? "telling.repeat.more" : "telling.repeat.first"), more, {
          class: some ? "quiet" : "main",
        }),
      button(app.say(some ? "telling.repeat.enough" : "common.onward"), () => app.show(next(), self), {
        class: some ? "main" : "quiet",
      }),
      back,
    ),
  ];
}

/** The first that was told of an instance. */
const summary = (app: App, walk: Walk, repeat: Group, instance: number): string =>
  walk
    .stops(repeat, instance)
    .flatMap((key) => readable(app, walk, key))
    .slice(0, 3)
    .join(" · ") || "…";
