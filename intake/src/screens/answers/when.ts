/**
 * A time, as exact as it is known, by tapping: one of the question's own choices; a year, then a month, then a day; a season;
 * an age; or in own words. Each tap is an answer already. The Gregorian calendar, in the digits of the language.
 */
import type { App } from "../../app";
import type { Child } from "../../h";
import type { Answer } from "../../sealing/inside";
import { answerOf, daysIn, monthsIn, type Tapped, tap, tappedOf } from "../../telling/dates";
import type { Walk } from "../../telling/walk";
import { words } from "../fields";
import { button } from "../parts";
import { radios } from "./chosen";
import { chips, live, opened } from "./live";

const YEARS = 8;
const EARLIER = 24;

export function when(app: App, walk: Walk, key: string): Child {
  const { told } = app;
  const choices = walk.choices(key);
  const given = (): Answer | undefined => told.answers.get(key);
  const code = (): string | undefined => choices.find(({ code }) => code === given())?.code;
  const answer = given();
  let shown = YEARS;
  let decade: number | null = null;
  let open: Way | null = wayOf(answer) ?? (choices.length === 0 ? "date" : null);

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

  const pick = (member: keyof Tapped) => (value: string | number) =>
    set(answerOf(tap(tappedOf(given()), member, value)));
  const years = (chosen: number | null): Child => {
    const now = thisYear(app);
    if (chosen !== null) shown = Math.max(shown, now - chosen + 1);
    const earlier = button(app.say("telling.when.earlier"), () => {
      shown += EARLIER;
      part.again();
      document.getElementById(`year-${now - shown + EARLIER}`)?.focus();
    });
    const all = counted(app, now - shown + 1, now).reverse();
    return chips("year", app.say("telling.when.year"), all, chosen, pick("year"), earlier);
  };

  const dates = (): Child => {
    const { year, month, day } = tappedOf(given());
    const months = monthsIn(app.locale).map((name, at) => [at + 1, name] as const);
    return [
      years(year),
      year !== null && chips("month", app.say("telling.when.month"), months, month, pick("month")),
      year !== null &&
        month !== null &&
        chips("day", app.say("telling.when.day"), counted(app, 1, daysIn(year, month)), day, pick("day")),
    ];
  };

  const seasons = (): Child => {
    const { season, year } = tappedOf(given());
    return [
      chips("season", app.say("telling.when.season"), app.words.seasons, season, pick("season")),
      season !== null && years(year),
    ];
  };

  const ages = (): Child => {
    const age = ageOf(given());
    const ten = decade ?? (age === null ? null : age - (age % 10));
    const decades = Array.from({ length: 10 }, (_, at) => [at * 10, app.digits(`${at * 10}–${at * 10 + 9}`)] as const);
    const choose = (from: number): void => {
      decade = from;
      part.again();
    };
    return [
      chips("decade", app.say("telling.when.years"), decades, ten, choose),
      ten !== null &&
        chips("age", app.say("telling.when.about"), counted(app, ten, ten + 9), age, (years) => set({ age: years })),
    ];
  };

  const part = live(() => {
    const ways: [Way, string, () => Child][] = [
      ["date", app.say("telling.when.date"), dates],
      ["season", app.say("telling.when.season"), seasons],
      ["age", app.say("telling.when.age"), ages],
    ];
    // One of them at a time: opening one closes the others.
    const all = ways.map(([way, text, inner]) => {
      const details = opened(text, open === way, open === way && inner());
      details.firstElementChild?.addEventListener("click", (event) => {
        event.preventDefault();
        open = open === way ? null : way;
        part.again();
      });
      return details;
    });
    return [
      radios(app, choices, code(), set),
      all,
      (typeof given() === "object" || code() !== undefined) &&
        button(app.say("telling.question.clear"), () => set(null), { class: "link" }),
    ];
  });
  return [part.element, own];
}

type Way = "date" | "season" | "age";

const wayOf = (answer: Answer | undefined): Way | null =>
  typeof answer !== "object"
    ? null
    : "date" in answer
      ? "date"
      : "season" in answer
        ? "season"
        : "age" in answer
          ? "age"
          : null;

const counted = (app: App, from: number, to: number): [number, string][] =>
  Array.from({ length: to - from + 1 }, (_, at) => [from + at, app.digits(String(from + at))]);

const ageOf = (answer: Answer | undefined): number | null =>
  typeof answer === "object" && "age" in answer ? answer.age : null;

/** The year by the phone's clock, unless that stands before the day on which the desk last looked at its list. */
const thisYear = (app: App): number =>
  Math.max(new Date().getFullYear(), Number(app.openDesk.directory.checked.slice(0, 4)));
