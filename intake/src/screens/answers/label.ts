/** How the words of a form are drawn. */
import type { App } from "../../app";
import { type Said, say } from "../../desk/bundle";
import { type Child, h } from "../../h";
import { loadMore } from "../../later";
import { picture } from "../../picture";

/** The names of our own pictograms with spaces between, put in by the build. */
declare const PICTURE_NAMES: string;
const OURS = PICTURE_NAMES.split(" ");

/** What has words and may have a picture: a question, a group, a choice. */
export interface Labelled {
  readonly label: Said;
  readonly picture: string | null;
}

/** The words of a question, a group or a choice, and its picture: one of ours, or one that the desk drew. */
export const label = (app: App, { label, picture: name }: Labelled): Child => [
  name !== null && (OURS.includes(name) ? picture(name) : drawn(app, name)),
  say(label, app.language),
];

function drawn(app: App, name: string): HTMLElement {
  const image = h("img", { class: "picture", alt: "" });
  void loadMore()
    .then(({ drawPicture }) => drawPicture(app, name, image))
    .catch(() => undefined);
  return image;
}
