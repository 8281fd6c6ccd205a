/**
 * A community worker's list, open: cases by pseudonym, the way to listen to someone, the halves that are kept. The keys
 * are held by this screen alone; when it goes, the vault is locked.
 */
import type { App, Screen } from "../app";
import { type Form, say } from "../desk/bundle";
import { type Child, h } from "../h";
import { loadRest } from "../later";
import { sure } from "../screens/fields";
import { help } from "../screens/help";
import { actions, button, dayIn, title, to } from "../screens/parts";
import { digitsOf } from "./choose";
import { halvesKept } from "./halves";
import { type Case, type List, lastList, newestList } from "./letters";
import { listen } from "./listen";
import { erase, type Keys } from "./vault";
import { visited } from "./visited";

export function list(keys: Keys): Screen {
  const screen: Screen = (app) => {
    const place = h("div", { "aria-live": "polite" });
    const status = h("p", { role: "status", class: "hint" }, app.say("community.list.looking"));
    void show(app, keys, screen, place, status);
    const forms = formsOf(app);
    return h(
      "div",
      null,
      title(app.say("community.list.title")),
      place,
      status,
      h(
        "section",
        null,
        h("h2", null, app.say("community.listen.title")),
        h("p", { class: "hint" }, app.say(forms.length > 0 ? "community.listen.lead" : "community.listen.none")),
        h(
          "div",
          { class: "buttons" },
          forms.map((form) => button(say(form.names, app.language), () => listen(app, form, keys), { class: "quiet" })),
        ),
      ),
      actions(
        button(app.say("community.close"), () => app.show(help), { class: "main" }),
        to(app, app.say("community.half.title"), halvesKept(keys, screen), screen, { class: "quiet" }),
        sure(app.say("community.forget"), app.say("community.forgetSure"), () => void forget(app)),
      ),
    );
  };
  return screen;
}

/** Those by which somebody else is listened to, or tells what they saw. */
const formsOf = (app: App): readonly Form[] => app.openDesk.forms.filter(({ teller }) => teller !== "survivor");

/** What came last, then what is newest. */
async function show(app: App, keys: Keys, screen: Screen, place: HTMLElement, status: HTMLElement): Promise<void> {
  const desk = app.openDesk;
  place.replaceChildren(...(await cases(app, keys, screen, await lastList(desk, keys))));
  try {
    const newest = await newestList(desk, keys);
    if (!place.isConnected) return;
    if (newest === "ended") return app.show(ended);
    status.textContent = newest === "offline" ? app.say("community.list.offline") : "";
    if (newest !== "offline") place.replaceChildren(...(await cases(app, keys, screen, newest)));
    if (formsOf(app).length === 0) await fetchForms(app, screen);
  } catch {
    status.textContent = app.say("community.failed");
  }
}

/** The desk's other forms come last of all (desk/others.ts): whoever opens the list sooner waits for them here. */
async function fetchForms(app: App, screen: Screen): Promise<void> {
  const { keepOthers } = await loadRest();
  await keepOthers(app.openDesk, (desk) => {
    app.found({ state: "open", desk });
    app.redraw(screen);
  });
}

async function cases(app: App, keys: Keys, screen: Screen, known: List | null): Promise<Node[]> {
  if (!known) {
    const digits = (await digitsOf(keys)).split(" ");
    return [
      h("p", null, app.say("community.list.noneYet")),
      h(
        "p",
        { class: "digits check", dir: "ltr", translate: "no" },
        digits.map((group) => h("span", null, app.digits(group))),
      ),
    ];
  }
  const day = h("p", { class: "small" }, app.say("community.list.of", { day: dayIn(app, known.day) }));
  if (known.cases.length === 0) return [h("p", null, app.say("community.list.none")), day];
  return [
    h(
      "ul",
      { class: "cards" },
      known.cases.map((one) => h("li", { class: "card" }, shown(app, keys, screen, one))),
    ),
    day,
  ];
}

function shown(app: App, keys: Keys, screen: Screen, one: Case): Child {
  return [
    h("h2", null, h("bdi", { dir: "ltr", translate: "no" }, one.code)),
    h("p", { class: "kind" }, stateOf(app, one.state)),
    one.next !== null && h("p", null, app.say("community.list.visit", { day: dayIn(app, one.next) })),
    one.state !== "closed" &&
      button(app.say("community.visit.title"), () => app.show(visited(keys, one.code, screen), screen), {
        class: "link",
        "aria-label": `${app.say("community.visit.title")}: ${one.code}`,
      }),
  ];
}

/** A state that this page does not know yet is shown by its code. */
function stateOf(app: App, state: string): string {
  const key = `community.state.${state}`;
  return key in app.words.say ? app.say(key as "community.state.wait") : state;
}

async function forget(app: App): Promise<void> {
  await erase(app.openDesk.fingerprint);
  app.enrolled = false;
  app.show(help);
}

/** The desk has ended the key, and the vault is gone. */
function ended(app: App): HTMLElement {
  app.enrolled = false;
  return h(
    "div",
    null,
    title(app.say("community.ended.title")),
    h("p", null, app.say("community.ended.lead")),
    actions(to(app, app.say("common.home"), help, null, { class: "main" })),
  );
}
