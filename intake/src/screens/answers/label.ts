/** How the words of a form are drawn. */
import type { App } from "../../app";
import { type Said, say } from "../../desk/bundle";
import type { Child } from "../../h";

/** What has words and may have a picture: a question, a group, a choice. */
export interface Labelled {
  readonly label: Said;
  readonly picture: string | null;
}

/** The words of a question, a group or a choice; `sound` is where its prompt is, `FORM/QUESTION` or `FORM/QUESTION/CODE`. */
export const label = (app: App, { label }: Labelled, _sound: string): Child => say(label, app.language);
