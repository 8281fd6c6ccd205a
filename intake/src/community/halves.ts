/** Halves of receipts that a community worker keeps for others, each under a name that hides whose it is. */
import type { App, Screen } from "../app";
import { h } from "../h";
import { sure } from "../screens/fields";
import { actions, button, dayIn, title, to } from "../screens/parts";
import { read, show } from "../sealing/receipt-digits";
import { Full, type Half, halves, type Keys, keepHalves } from "./vault";

const LONGEST_NAME = 60;

/** Those that are kept, and one more; `back` is the list. */
export const halvesKept = (keys: Keys, back: Screen): Screen => {
  const screen: Screen = (app) => {
    const kept = h("div");
    void halves(app.openDesk.fingerprint, keys).then((held) =>
      kept.replaceChildren(
        held.length === 0
          ? h("p", null, app.say("community.half.none"))
          : h(
              "ul",
              { class: "cards" },
              held.map((half) => h("li", { class: "card" }, one(app, keys, held, half, screen))),
            ),
      ),
    );
    return h(
      "form",
      { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
      title(app.say("community.half.title")),
      h("p", { class: "hint" }, app.say("community.half.lead")),
      kept,
      another(app, keys, screen),
      actions(to(app, app.say("common.back"), back, null, { class: "quiet" })),
    );
  };
  return screen;
};

function one(app: App, keys: Keys, held: readonly Half[], half: Half, screen: Screen): Node {
  const digits = h("p", { class: "digits", dir: "ltr", translate: "no", hidden: true });
  const reveal = button(
    app.say("community.half.show"),
    () => {
      digits.replaceChildren(
        ...show(half.half)
          .split(" ")
          .map((group) => h("span", null, app.digits(group))),
      );
      digits.hidden = false;
      reveal.hidden = true;
    },
    { class: "quiet" },
  );
  const forget = async (): Promise<void> => {
    await keepHalves(
      app.openDesk.fingerprint,
      keys,
      held.filter((other) => other !== half),
    );
    app.redraw(screen);
  };
  return h(
    "div",
    { class: "buttons" },
    h("h2", { dir: "auto" }, half.name),
    h("p", { class: "small" }, dayIn(app, half.day)),
    digits,
    reveal,
    sure(app.say("community.half.forget"), app.say("community.half.forgetSure"), () => void forget()),
  );
}

function another(app: App, keys: Keys, screen: Screen): HTMLElement {
  const status = h("p", { role: "status" });
  const box = (label: string, props: Record<string, string | number>): [HTMLElement, HTMLInputElement] => {
    const input = h("input", { type: "text", autocomplete: "off", autocorrect: "off", spellcheck: "false", ...props });
    return [h("label", { class: "words" }, h("span", null, label), input), input];
  };
  const [nameLabel, name] = box(app.say("community.half.name"), { dir: "auto", maxlength: LONGEST_NAME });
  const [digitsLabel, digits] = box(app.say("community.half.digits"), {
    dir: "ltr",
    inputmode: "numeric",
    maxlength: 40,
  });
  const keep = async (): Promise<void> => {
    try {
      await add(app.openDesk.fingerprint, keys, name.value.trim(), digits.value);
      app.redraw(screen);
    } catch (error) {
      status.textContent = app.say(error instanceof Full ? "community.half.full" : "community.half.wrong");
    }
  };
  return h(
    "section",
    null,
    nameLabel,
    digitsLabel,
    status,
    button(app.say("community.half.keep"), () => void keep(), { class: "quiet" }),
  );
}

/** Keeps one more half; throws `Full`, or as `read` does when these are not sixteen digits. */
export async function add(desk: string, keys: Keys, name: string, typed: string): Promise<void> {
  const half = read(typed);
  if (name === "") throw new TypeError("no name");
  const day = new Date().toISOString().slice(0, 10);
  await keepHalves(desk, keys, [...(await halves(desk, keys)), { name, half, day }]);
}
