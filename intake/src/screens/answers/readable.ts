/** Answers in words, as they are shown to whoever told them. */
import type { App } from "../../app";
import { say } from "../../desk/bundle";
import type { Answer } from "../../sealing/inside";
import { dateInWords } from "../../telling/dates";
import { isRefusal } from "../../telling/told";
import { isGroup, type Walk } from "../../telling/walk";

/** An answer and its recordings, one text each; none where the question was passed over. */
export function readable(app: App, walk: Walk, key: string): readonly string[] {
  const item = walk.at(key)?.item;
  const answer = app.told.answers.get(key);
  if (!item || isGroup(item)) return [];
  const said = answer === undefined ? [] : inWords(app, walk, key, answer);
  const count = isRefusal(answer) ? 0 : app.told.recordingsOf(key).length;
  const files = item.kind === "picture" ? "telling.picture.count" : "telling.voice.recorded";
  return count > 0 ? [...said, app.say(files, { count })] : said;
}

function inWords(app: App, walk: Walk, key: string, answer: Answer): readonly string[] {
  if (typeof answer === "string" || Array.isArray(answer)) {
    const choices = walk.choices(key);
    return [answer as string | readonly string[]].flat().map((text) => {
      const found = choices.find(({ code }) => code === text);
      return found ? say(found.label, app.language) : text;
    });
  }
  return [oneInWords(app, answer as Exclude<Answer, string | readonly string[]>)];
}

function oneInWords(app: App, answer: Exclude<Answer, string | readonly string[]>): string {
  if ("refused" in answer) return app.say("telling.question.refused");
  if ("unknown" in answer) return app.say("telling.question.unknown");
  if ("number" in answer) return app.digits(String(answer.number));
  if ("date" in answer) return dateInWords(answer.date, app.locale);
  if ("age" in answer) return app.say("telling.when.ageOf", { count: answer.age });
  if ("season" in answer) {
    const season = app.words.seasons.find(([code]) => code === answer.season)?.[1] ?? answer.season;
    return answer.year === null ? season : `${season} ${app.digits(String(answer.year))}`;
  }
  if ("place" in answer) return app.told.placeNames.get(answer.place) ?? answer.place;
  if ("point" in answer) return app.say("telling.where.point", { km: answer.km });
  return "";
}
