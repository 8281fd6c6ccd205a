/** What was told, once more before it is sealed: change it, ask for a receipt or not, send it or throw it away. */
import type { App } from "../app";
import { say } from "../desk/bundle";
import { type Child, h } from "../h";
import { collect } from "../telling/collect";
import { isGroup, type Walk } from "../telling/walk";
import { readable } from "./answers/readable";
import { consents } from "./consents";
import { choice, sure } from "./fields";
import { help } from "./help";
import { actions, button, title, to } from "./parts";
import { questionAt, walkOf } from "./question";
import { sent } from "./sent";

export function review(app: App): HTMLElement {
  const { told } = app;
  const walk = walkOf(app);
  const nothing = told.empty || Object.keys(collect(told).answers).length === 0;
  return h(
    "form",
    { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
    title(app.say("telling.review.title")),
    nothing
      ? h("p", null, app.say("telling.review.nothing"))
      : h("p", { class: "hint" }, app.say("telling.review.lead", { desk: app.deskName })),
    walk?.stops().map((key) => answered(app, walk, key)) ?? null,
    !nothing && [
      part(app, app.say("telling.review.agreed"), agreed(app), consents),
      receipt(app),
      actions(
        button(app.say("telling.review.send"), () => app.show(sent), { class: "main" }),
        to(app, app.say("common.back"), consents, null, { class: "quiet" }),
        sure(app.say("telling.review.discard"), app.say("telling.review.discardSure"), () => {
          told.clear();
          app.show(help);
        }),
      ),
    ],
    nothing &&
      actions(
        to(app, app.say("common.back"), consents, null, { class: "quiet" }),
        to(app, app.say("common.home"), help, null, { class: "quiet" }),
      ),
  );
}

/** A question with its answer, or a repeat with each of its instances; nothing where it was passed over. */
function answered(app: App, walk: Walk, key: string, number = ""): Child {
  const item = walk.at(key)?.item;
  if (!item) return null;
  const name = `${say(item.label, app.language)}${number}`;
  if (isGroup(item))
    return app.told
      .instances(item.name)
      .flatMap((instance, at) =>
        walk.stops(item, instance).map((inner) => answered(app, walk, inner, ` (${app.digits(String(at + 1))})`)),
      );
  const texts = readable(app, walk, key);
  if (texts.length === 0) return null;
  const shown =
    texts.length > 1
      ? h(
          "ul",
          null,
          texts.map((text) => h("li", { dir: "auto" }, text)),
        )
      : h("p", { class: "own", dir: "auto" }, texts[0] ?? "");
  return part(app, name, shown, questionAt(key));
}

function part(app: App, label: string, answer: Child, screen: (app: App) => HTMLElement): HTMLElement {
  const change = app.say("common.change");
  return h(
    "section",
    { class: "told" },
    h("h2", null, label),
    h("div", null, answer),
    to(app, change, screen, review, { class: "link", "aria-label": `${change}: ${label}` }),
  );
}

function agreed(app: App): Child {
  const yes = app.words.purposes.filter(([code]) => app.told.consents.get(code) === "yes");
  return yes.length === 0
    ? h("p", null, app.say("telling.review.agreedNone"))
    : h(
        "ul",
        null,
        yes.map(([, label]) => h("li", null, label)),
      );
}

function receipt(app: App): HTMLElement {
  const pick = (wanted: boolean, label: string): HTMLElement =>
    choice("radio", "receipt", label, app.told.wantsReceipt === wanted, () => {
      app.told.wantsReceipt = wanted;
    });
  return h(
    "fieldset",
    { class: "purpose receipt-choice" },
    h("legend", null, app.say("telling.review.receiptTitle")),
    pick(true, app.say("telling.review.receiptYes")),
    pick(false, app.say("telling.review.receiptNo")),
  );
}
