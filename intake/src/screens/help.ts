/** The first screen: where help is and how soon it matters, before anything is asked. */
import type { App } from "../app";
import { type Directory, type Service, say } from "../desk/bundle";
import { type Child, h } from "../h";
import { picture } from "../picture";
import { actions, button, dayIn, title } from "./parts";

export function help(app: App): HTMLElement {
  return h(
    "div",
    null,
    title(app.say("help.title")),
    h("p", { class: "lead" }, app.say("help.lead")),
    // Whoever comes back for an answer need not go past all the places to find it.
    app.desk.state === "open" &&
      button(app.say("help.comeBack"), () => void app.showMore(({ comeBack }) => comeBack, help), { class: "quiet" }),
    h("section", null, h("h2", null, app.say("help.whereTitle")), places(app)),
    h(
      "section",
      null,
      h("h2", null, app.say("help.soonTitle")),
      h("p", null, app.say("help.soonLead")),
      h(
        "ul",
        { class: "windows" },
        app.words.windows.map(([, label, when]) =>
          h("li", null, h("strong", null, label), h("span", null, app.digits(when))),
        ),
      ),
      h("p", null, app.say("help.never")),
    ),
    app.desk.state === "open" && telling(app),
  );
}

function telling(app: App): HTMLElement {
  return actions(
    button(app.say("help.tell"), () => void app.showRest(({ before }) => before, help), { class: "main" }),
    h("p", null, app.say("help.tellLead")),
    button(app.say("help.carry"), () => void app.showMore(({ carry }) => carry, help), { class: "link" }),
    button(app.say("help.voices"), () => void app.showMore(({ voices }) => voices, help), { class: "link" }),
    (app.invitation || app.enrolled) &&
      button(app.say("help.community"), () => void app.showMore(({ community }) => community, help), { class: "link" }),
  );
}

function places(app: App): Child {
  switch (app.desk.state) {
    case "loading":
      return h("p", { role: "status" }, app.say("help.loading"));
    case "no-link":
      return h("p", null, app.say("help.noLink"));
    case "unreached":
      return h("p", { role: "status" }, app.say("help.noneYet"));
    case "wrong":
      return h("p", { role: "alert" }, app.say("help.badCard"));
    case "changed":
      return h(
        "div",
        { role: "alert" },
        h("h3", null, app.say("page.changed.title")),
        h("p", null, app.say("page.changed.lead")),
      );
    case "open":
      return list(app, app.desk.desk.directory);
  }
}

/** The services, those near her first once she has tapped where she is; that is kept nowhere but in memory. */
function list(app: App, directory: Directory): Child {
  const order = app.words.services.map(([code]) => code);
  const services = [...directory.services].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
  const { near } = app;
  const reaches = ({ areas }: Service): boolean => near === null || areas.length === 0 || areas.includes(near);
  const far = services.filter((service) => !reaches(service));
  const cards = (some: readonly Service[]): HTMLElement =>
    h(
      "ul",
      { class: "cards" },
      some.map((service) => place(app, service)),
    );
  return [
    directory.areas.length > 0 && areas(app, directory),
    cards(services.filter(reaches)),
    far.length > 0 && [h("h3", { class: "far" }, app.say("help.far")), cards(far)],
    h("p", { class: "small" }, app.say("help.checked", { day: dayIn(app, directory.checked) })),
  ];
}

function areas(app: App, directory: Directory): HTMLElement {
  const tap = (code: string | null, name: string): HTMLElement =>
    button(name, () => app.goNear(code), {
      class: "quiet",
      "aria-pressed": String(app.near === code),
      id: `in-${code}`,
    });
  return h(
    "div",
    { class: "areas", role: "group", "aria-label": app.say("help.areas") },
    h("p", null, app.say("help.areas")),
    directory.areas.map(({ code, names }) => tap(code, say(names, app.language))),
    app.near !== null && tap(null, app.say("help.everywhere")),
  );
}

function place(app: App, service: Service): HTMLElement {
  const { language } = app;
  const named = (list: readonly (readonly [string, ...string[]])[], code: string): string =>
    list.find(([own]) => own === code)?.[1] ?? code;
  const facts = [
    service.free === true && app.say("help.free"),
    service.free === false && app.say("help.paid"),
    service.women_staff === true && app.say("help.women"),
  ].filter((fact): fact is string => typeof fact === "string");
  const tongues = new Intl.DisplayNames([language], { type: "language" });
  const { phone } = service;
  return h(
    "li",
    { class: "card" },
    h("p", { class: "kind" }, picture(service.kind), named(app.words.services, service.kind)),
    h("h3", { dir: "auto" }, say(service.names, language)),
    h("p", { dir: "auto" }, say(service.what, language)),
    facts.length > 0 &&
      h(
        "ul",
        { class: "facts" },
        facts.map((fact) => h("li", null, fact)),
      ),
    h(
      "dl",
      null,
      row(app.say("help.place"), say(service.where, language)),
      row(app.say("help.how"), say(service.how, language)),
      row(app.say("help.open"), say(service.hours, language)),
      row(app.say("help.speaks"), service.languages.map((tag) => tongues.of(tag) ?? tag).join(app.say("help.and"))),
      row(app.say("help.offers"), service.windows.map((code) => named(app.words.windows, code)).join(" · ")),
    ),
    phone &&
      h(
        "a",
        { class: "call", href: `tel:${phone.replace(/[^+\d]/g, "")}` },
        picture("phone"),
        h("span", null, app.say("help.call")),
        h("bdi", { dir: "ltr" }, phone),
      ),
  );
}

/** A line of what is known; none where nothing is. */
const row = (name: string, value: string): Child =>
  value !== "" && [h("dt", null, name), h("dd", null, h("bdi", null, value))];
