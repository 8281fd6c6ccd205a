/** The first screen: where help is and how soon it matters, before anything is asked. */
import type { App } from "../app";
import { type Directory, type Service, say } from "../desk/bundle";
import { type Child, h } from "../h";
import { actions, button, dayIn, title } from "./parts";

export function help(app: App): HTMLElement {
  const { help: texts, windows } = app.texts;
  return h(
    "div",
    null,
    title(texts.title),
    h("p", { class: "lead" }, texts.lead),
    h("section", null, h("h2", null, texts.whereTitle), places(app)),
    h(
      "section",
      null,
      h("h2", null, texts.soonTitle),
      h("p", null, texts.soonLead),
      h(
        "ul",
        { class: "windows" },
        windows.map(([, label, when]) => h("li", null, h("strong", null, label), h("span", null, when))),
      ),
      h("p", null, texts.never),
    ),
    app.desk.state === "open" && telling(app),
  );
}

function telling(app: App): HTMLElement {
  const { help: texts } = app.texts;
  return actions(
    button(texts.tell, () => void import("../rest").then(({ before }) => app.show(before, help)), { class: "main" }),
    h("p", null, texts.tellLead),
    button(texts.comeBack, () => void import("../rest").then(({ comeBack }) => app.show(comeBack, help)), {
      class: "quiet",
    }),
  );
}

function places(app: App): Child {
  const { help: texts } = app.texts;
  switch (app.desk.state) {
    case "loading":
      return h("p", { role: "status" }, texts.loading);
    case "no-link":
      return h("p", null, texts.noLink);
    case "unreached":
      return h("p", { role: "status" }, texts.noneYet);
    case "wrong":
      return h("p", { role: "alert" }, texts.badCard);
    case "changed":
      return h("div", { role: "alert" }, h("h3", null, app.texts.changed.title), h("p", null, app.texts.changed.lead));
    case "open":
      return list(app, app.desk.desk.directory);
  }
}

function list(app: App, directory: Directory): Child {
  const order = app.texts.services.map(([code]) => code);
  const services = [...directory.services].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
  const day = dayIn(app, directory.checked);
  return [
    h(
      "ul",
      { class: "cards" },
      services.map((service) => place(app, service)),
    ),
    h("p", { class: "small" }, app.texts.help.checked(day)),
  ];
}

function place(app: App, service: Service): HTMLElement {
  const { help: texts } = app.texts;
  const language = app.language;
  const named = (list: readonly (readonly [string, ...string[]])[], code: string): string =>
    list.find(([own]) => own === code)?.[1] ?? code;
  const facts = [
    service.free === true && texts.free,
    service.free === false && texts.paid,
    service.women_staff === true && texts.women,
  ].filter((fact): fact is string => typeof fact === "string");
  const tongues = new Intl.DisplayNames([language], { type: "language" });
  return h(
    "li",
    { class: "card" },
    h("p", { class: "kind" }, named(app.texts.services, service.kind)),
    h("h3", null, say(service.names, language)),
    h("p", null, say(service.what, language)),
    facts.length > 0 &&
      h(
        "ul",
        { class: "facts" },
        facts.map((fact) => h("li", null, fact)),
      ),
    h(
      "dl",
      null,
      row(texts.place, say(service.where, language)),
      row(texts.open, say(service.hours, language)),
      service.phone !== null &&
        row(texts.phone, h("a", { href: `tel:${service.phone.replace(/[^+\d]/g, "")}`, dir: "ltr" }, service.phone)),
      service.languages.length > 0 &&
        row(texts.speaks, service.languages.map((tag) => tongues.of(tag) ?? tag).join(", ")),
      service.windows.length > 0 &&
        row(texts.offers, service.windows.map((code) => named(app.texts.windows, code)).join(" · ")),
    ),
  );
}

const row = (name: string, value: Child): Child => [h("dt", null, name), h("dd", null, value)];
