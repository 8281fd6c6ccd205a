/** What was told, once more before it is sealed: change it, ask for a receipt or not, send it or throw it away. */
import type { App } from "../app";
import { type Question, say } from "../desk/bundle";
import { type Child, h } from "../h";
import { consents } from "./consents";
import { help } from "./help";
import { actions, button, choice, sure, title, to } from "./parts";
import { questionAt } from "./question";
import { sent } from "./sent";

export function review(app: App): HTMLElement {
  const { told } = app;
  const answered = app.form.questions.map((question, index) => ({ question, index, answer: shown(app, question) }));
  return h(
    "form",
    { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
    title(app.say("telling.review.title")),
    told.empty
      ? h("p", null, app.say("telling.review.nothing"))
      : h("p", { class: "hint" }, app.say("telling.review.lead", { desk: app.deskName })),
    answered.map(
      ({ question, index, answer }) =>
        answer !== null && part(app, say(question.label, app.language), answer, questionAt(index)),
    ),
    !told.empty && [
      part(app, app.say("telling.review.agreed"), agreed(app), consents),
      receipt(app),
      actions(
        button(app.say("telling.review.send"), () => app.show(sent), { class: "main" }),
        to(app, app.say("page.back"), consents, null, { class: "quiet" }),
        sure(app.say("telling.review.discard"), app.say("telling.review.discardSure"), () => {
          told.clear();
          app.show(help);
        }),
      ),
    ],
    told.empty &&
      actions(
        to(app, app.say("page.back"), consents, null, { class: "quiet" }),
        to(app, app.say("page.home"), help, null, { class: "quiet" }),
      ),
  );
}

function part(app: App, label: string, answer: Child, screen: (app: App) => HTMLElement): HTMLElement {
  const change = app.say("page.change");
  return h(
    "section",
    { class: "told" },
    h("h2", null, label),
    h("div", null, answer),
    to(app, change, screen, review, { class: "link", "aria-label": `${change}: ${label}` }),
  );
}

/** An answer in words, or null where the question was passed over. */
function shown(app: App, question: Question): Child {
  const answer = app.told.answers.get(question.name);
  const count = app.told.attachments.filter(([name]) => name === question.name).length;
  if (count > 0) return h("p", null, app.say("telling.voice.recorded", { count }));
  if (answer === undefined) return null;
  if (typeof answer === "object" && "refused" in answer) return h("p", null, app.say("telling.question.refused"));
  if (typeof answer === "object" && "unknown" in answer) return h("p", null, app.say("telling.question.unknown"));
  const label = (code: string): string => {
    const found = question.choices?.find((one) => one.code === code);
    return found ? say(found.label, app.language) : code;
  };
  return typeof answer === "string"
    ? h("p", { class: "own", dir: "auto" }, label(answer))
    : h(
        "ul",
        null,
        answer.map((code) => h("li", null, label(code))),
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
