/**
 * A place: one of the question's own choices; found in the desk's list or on the map drawn from it, which are screens of
 * their own; or in own words. The phone is never asked where it is.
 */
import type { App, Screen } from "../../app";
import { type Child, h } from "../../h";
import type { Answer } from "../../sealing/inside";
import type { Walk } from "../../telling/walk";
import { words } from "../fields";
import { button } from "../parts";
import { radios } from "./chosen";
import { live } from "./live";
import { readable } from "./readable";

export function where(app: App, walk: Walk, key: string, self: Screen): Child {
  const { told } = app;
  const choices = walk.choices(key);
  const given = (): Answer | undefined => told.answers.get(key);
  const code = (): string | undefined => choices.find(({ code }) => code === given())?.code;
  const found = (): boolean => typeof given() === "object";
  const set = (next: string | null): void => {
    told.answer(key, next);
    box.value = "";
    part.again();
  };
  const answer = given();
  const own = words(
    app.say("telling.where.ownWay"),
    typeof answer === "string" && code() === undefined ? answer : "",
    (text) => {
      told.answer(key, text);
      part.again();
    },
    2,
  );
  const box = own.lastChild as HTMLTextAreaElement;
  const part = live(() => [
    found() && h("p", { class: "found" }, readable(app, walk, key)),
    radios(app, choices, code(), set),
    (found() || code() !== undefined) && button(app.say("telling.question.clear"), () => set(null), { class: "link" }),
  ]);
  const look = (text: string, open: () => void): HTMLElement => button(text, open, { class: "quiet wide" });
  return [
    part.element,
    app.openDesk.places !== null && [
      look(app.say("telling.where.find"), () => void app.showMore(({ findPlace }) => findPlace(key, self), self)),
      look(app.say("telling.where.map"), () => void app.showMore(({ pointAt }) => pointAt(key, self), self)),
    ],
    own,
  ];
}
