/**
 * Where the recorded prompt of some words is (spec/form.md, Words, sounds and pictures): by the words themselves as they
 * stand on the screen, so that no screen need know of sounds.
 */
import type { App } from "../app";
import { type Group, type Question, say } from "../desk/bundle";

/** Every sentence, choice and prompt of the language that is spoken now, with the path of its recording. */
export function pathsByWords(app: App): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const put = (words: string, path: string): void => {
    const plain = words.trim();
    if (plain && !paths.has(plain)) paths.set(plain, `${path}.ogg`);
  };
  for (const [key, sentence] of Object.entries(app.words.say))
    if (typeof sentence === "string" && !sentence.includes("{")) put(sentence, `page/${key}`);
  const { purposes = [], services = [], windows = [] } = app.words;
  for (const [code, label] of purposes) put(label, `page/purposes.${code}`);
  for (const [code, label] of services) put(label, `page/services.${code}`);
  for (const [code, label, when] of windows) {
    put(label, `page/windows.${code}`);
    put(when, `page/windows.${code}.when`);
  }
  if (app.desk.state !== "open") return paths;
  for (const form of app.desk.desk.forms) {
    const ask = (item: Question | Group): void => {
      put(say(item.label, app.language), `${form.id}/${item.name}`);
      if ("questions" in item) item.questions.forEach(ask);
      else if (item.list)
        for (const choice of form.lists[item.list] ?? [])
          put(say(choice.label, app.language), `${form.id}/${item.name}/${choice.code}`);
    };
    form.questions.forEach(ask);
  }
  return paths;
}
