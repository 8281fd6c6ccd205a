/**
 * A time, as exact as it is known, by tapping: one of the question's own choices; a year, then a month, then a day; a season;
 * an age; or in own words. Each tap is an answer already. The Gregorian calendar, in the digits of the language.
 */
import type { App } from "../../app";
import type { Question } from "../../desk/bundle";
import type { Child } from "../../h";
import type { Answer } from "../../sealing/inside";
import { answerOf, daysIn, monthsIn, type Tapped, tap, tappedOf } from "../../telling/dates";
import type { Walk } from "../../telling/walk";
import { button, words } from "../parts";
import { radios } from "./chosen";
import { chips, live, opened } from "./live";

const YEARS = 8;
const EARLIER = 24;

export function when(app: App, walk: Walk, question: Question, key: string): Child {
  const { told } = app;
  const choices = walk.choices(key);
  const given = (): Answer | undefined => told.answers.get(key);
  const code = (): string | undefined => choices.find(({ code }) => code === given())?.code;
  const answer = given();
  let years = YEARS;
  let decade: number | null = null;
  const open = { date: choices.length === 0 || answerOf(tappedOf(answer)) !== null, age: ageOf(answer) !== null };

  const set = (next: Answer | null): void => {
    told.answer(key, next);
    box.value = "";
    part.again();
  };
  const own = words(
    app.say("telling.question.ownWay"),
    typeof answer === "string" && code() === undefined ? answer : "",
    (text) => {
      told.answer(key, text);
      part.again();
    },
    2,
  );
  const box = own.lastChild as HTMLTextAreaElement;

  const dates = (): Child => {
    const tapped = tappedOf(given());
    const { year, month } = tapped;
    const pick = (member: keyof Tapped) => (value: string | number) => set(answerOf(tap(tapped, member, value)));
    const count = (from: number, to: number): [number, string][] =>
      Array.from({ length: to - from + 1 }, (_, at) => [from + at, app.digits(String(from + at))]);
    const now = thisYear(app);
    if (year !== null) years = Math.max(years, now - year + 1);
    const earlier = button(app.say("telling.when.earlier"), () => {
      years += EARLIER;
      part.again();
      document.getElementById(`year-${now - years + EARLIER}`)?.focus();
    });
    return [
      chips("year", app.say("telling.when.year"), count(now - years + 1, now).reverse(), year, pick("year"), earlier),
      year !== null &&
        chips(
          "month",
          app.say("telling.when.month"),
          monthsIn(app.locale).map((name, at) => [at + 1, name] as const),
          month,
          pick("month"),
        ),
      year !== null &&
        month !== null &&
        chips("day", app.say("telling.when.day"), count(1, daysIn(year, month)), tapped.day, pick("day")),
      chips("season", app.say("telling.when.season"), app.words.seasons, tapped.season, pick("season")),
    ];
  };

  const ages = (): Child => {
    const age = ageOf(given());
    const tens = decade ?? (age === null ? null : age - (age % 10));
    const from = Array.from({ length: 10 }, (_, at) => at * 10);
    return [
      chips(
        "decade",
        app.say("telling.when.years"),
        from.map((ten) => [ten, app.digits(`${ten}–${ten + 9}`)] as const),
        tens,
        (ten) => {
          decade = ten;
          part.again();
        },
      ),
      tens !== null &&
        chips(
          "age",
          app.say("telling.when.about"),
          Array.from({ length: 10 }, (_, at) => [tens + at, app.digits(String(tens + at))] as const),
          age,
          (years) => set({ age: years }),
        ),
    ];
  };

  const part = live(() => {
    const shut = (name: keyof typeof open, text: string, inner: Child): Child => {
      const details = opened(text, open[name], inner);
      details.addEventListener("toggle", () => {
        open[name] = details.open;
      });
      return details;
    };
    return [
      radios(app, question, choices, code(), set),
      shut("date", app.say("telling.when.date"), dates()),
      shut("age", app.say("telling.when.age"), ages()),
      (typeof given() === "object" || code() !== undefined) &&
        button(app.say("telling.question.clear"), () => set(null), { class: "link" }),
    ];
  });
  return [part.element, own];
}

const ageOf = (answer: Answer | undefined): number | null =>
  typeof answer === "object" && "age" in answer ? answer.age : null;

/** The year by the phone's clock, unless that stands before the day on which the desk last looked at its list. */
const thisYear = (app: App): number =>
  Math.max(new Date().getFullYear(), Number(app.openDesk.directory.checked.slice(0, 4)));
