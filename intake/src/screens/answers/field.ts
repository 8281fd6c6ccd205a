/** How each kind of question is answered. */
import type { App, Screen } from "../../app";
import { type Question, say } from "../../desk/bundle";
import { type Child, h } from "../../h";
import type { Walk } from "../../telling/walk";
import { words } from "../fields";
import { voice } from "../voice";
import { many, one } from "./chosen";
import { opened } from "./live";
import { number } from "./number";
import { picture } from "./picture";
import { when } from "./when";
import { where } from "./where";

/** The choices, the box or the recorder of a question; each but a photo can also be answered by voice. */
export function field(app: App, walk: Walk, question: Question, key: string, self: Screen): Child {
  switch (question.kind) {
    case "note":
      return null;
    case "voice":
      return voice(app, key, self);
    case "picture":
      return picture(app, key, self);
  }
  const aloud = opened(app.say("telling.question.aloud"), app.told.recordingsOf(key).length > 0, voice(app, key, self));
  return [h("div", { class: "answer" }, typed(app, walk, question, key, self)), aloud];
}

function typed(app: App, walk: Walk, question: Question, key: string, self: Screen): Child {
  switch (question.kind) {
    case "one":
      return one(app, walk, key);
    case "many":
      return many(app, walk, key);
    case "when":
      return when(app, walk, key);
    case "where":
      return where(app, walk, key, self);
    case "number":
      return number(app, key, say(question.label, app.language));
    default:
      return text(app, key);
  }
}

function text(app: App, key: string): Child {
  const answer = app.told.answers.get(key);
  return words(
    app.say("telling.question.optional"),
    typeof answer === "string" ? answer : "",
    (now) => app.told.answer(key, now),
    6,
  );
}
