/** Finding a place by its name as one types, or by tapping from the largest to the smallest. */
import type { App, Screen } from "../../app";
import type { Place } from "../../desk/bundle";
import { placesOf } from "../../desk/places";
import { append, type Child, h } from "../../h";
import type { Gazetteer } from "../../telling/places";
import { actions, button, title, to } from "../parts";

const MOST = 8;

/** The screen that answers the question under `key` and leads back to it. */
export function findPlace(key: string, question: Screen): Screen {
  let typed = "";
  let inside: string | null = null;

  return (app: App): HTMLElement => {
    const list = h("div", { class: "found-places", "aria-live": "polite" }, h("p", null, app.say("page.moment")));
    const input = h("input", {
      type: "text",
      autocomplete: "off",
      autocorrect: "off",
      spellcheck: "false",
      oninput: () => {
        typed = input.value;
        inside = null;
        show();
      },
    });
    input.value = typed;
    let show = (): void => undefined;

    const take = (gazetteer: Gazetteer, [id]: Place): void => {
      app.told.placeNames.set(id, nameOf(gazetteer, id));
      app.told.answer(key, { place: id });
      app.show(question);
    };
    const drawn = (gazetteer: Gazetteer): Child => {
      const go = (id: string | null): void => {
        inside = id;
        show();
        list.querySelector("button")?.focus();
      };
      const row = (place: Place, path: readonly Place[], open: boolean): Child =>
        h(
          "li",
          null,
          h(
            "button",
            {
              type: "button",
              class: open ? "quiet wide inner" : "quiet wide",
              onclick: () => (open ? go(place[0]) : take(gazetteer, place)),
            },
            [
              h("span", { dir: "auto" }, place[1]),
              path.length > 0 && h("span", { class: "small", dir: "auto" }, path.map(([, name]) => name).join(", ")),
            ],
          ),
        );
      if (typed.trim() !== "") {
        const found = gazetteer.search(typed, MOST);
        if (found.length === 0) return h("p", null, app.say("map.none"));
        return h(
          "ul",
          { class: "places" },
          found.map((place) => row(place, gazetteer.path(place[0]).slice(1), false)),
        );
      }
      const around = inside === null ? undefined : gazetteer.get(inside);
      return [
        around
          ? h(
              "div",
              { class: "places" },
              button(app.say("map.here", { place: around[1] }), () => take(gazetteer, around), { class: "main wide" }),
              button(app.say("map.up"), () => go(around[2]), { class: "link" }),
              h("p", { class: "hint" }, app.say("map.within", { place: around[1] })),
            )
          : h("p", { class: "hint" }, app.say("map.choose")),
        h(
          "ul",
          { class: "places" },
          gazetteer.inside(inside).map((place) => row(place, [], gazetteer.inside(place[0]).length > 0)),
        ),
      ];
    };
    void placesOf(app.openDesk).then(
      (gazetteer) => {
        show = () => {
          list.replaceChildren();
          append(list, [gazetteer && drawn(gazetteer)]);
        };
        show();
      },
      () => list.replaceChildren(h("p", null, app.say("map.absent"))),
    );
    return h(
      "form",
      { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
      title(app.say("map.find")),
      h("label", { class: "words" }, h("span", null, app.say("map.name")), input),
      list,
      actions(to(app, app.say("common.back"), question, null, { class: "quiet" })),
    );
  };
}

/** A place and what it lies in, in one line. */
const nameOf = (gazetteer: Gazetteer, id: string): string =>
  gazetteer
    .path(id)
    .map(([, name]) => name)
    .join(", ");
