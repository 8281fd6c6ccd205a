/**
 * Pointing at a place on a map: each tap comes closer around where it was tapped, and the circle in the middle is what is
 * said. With the keyboard, arrows move the map, + and − come closer and go further out.
 */
import type { App, Screen } from "../../app";
import type { Place } from "../../desk/bundle";
import { placesOf } from "../../desk/places";
import { append, type Child, h } from "../../h";
import { closer, type Dot, dots, further, moved, nearest, pointIn, radius, type View, whole } from "../../telling/map";
import { actions, button, title, to } from "../parts";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 12;
const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** The screen that answers the question under `key` and leads back to it. */
export function pointAt(key: string, question: Screen): Screen {
  let view: View | null = null;
  return (app: App): HTMLElement => {
    const place = h("div", null, h("p", { role: "status" }, app.say("page.moment")));
    void placesOf(app.openDesk).then(
      (gazetteer) => {
        const places = gazetteer?.all ?? [];
        place.replaceChildren();
        if (places.length === 0) return append(place, [h("p", null, app.say("map.absent"))]);
        const all = whole(places);
        append(place, [
          map(app, places, view ?? all, all, (now) => {
            view = now;
          }),
          actions(button(app.say("map.take"), () => take(app, key, question, view ?? all), { class: "main" })),
        ]);
      },
      () => place.replaceChildren(h("p", null, app.say("map.absent"))),
    );
    return h(
      "div",
      null,
      title(app.say("map.title")),
      h("p", { class: "hint" }, app.say("map.lead")),
      place,
      actions(to(app, app.say("common.back"), question, null, { class: "quiet" })),
    );
  };
}

function take(app: App, key: string, question: Screen, view: View): void {
  app.told.answer(key, { point: pointIn(view), km: radius(view) });
  app.show(question);
}

function map(app: App, places: readonly Place[], start: View, all: View, changed: (view: View) => void): Child {
  let view = start;
  const svg = draw("svg", { class: "map", tabindex: 0, role: "application", "aria-label": app.say("map.keys") });
  const said = h("p", { role: "status" });
  const show = (next: View): void => {
    view = next;
    changed(view);
    const em = Number.parseFloat(getComputedStyle(svg).fontSize);
    const side = svg.getBoundingClientRect().width || 320;
    const found = dots(places, view, (name) => ((name.length * 0.6 + 1) * em * 100) / side, (em * 130) / side);
    svg.replaceChildren(
      ...found.map(dot),
      ...found.filter(({ named }) => named).map(name),
      draw("circle", { class: "about", cx: "50%", cy: "50%", r: `${(radius(view) / view.across) * 100}%` }),
    );
    const near = nearest(places, view);
    said.textContent = app.say("map.about", { km: radius(view), place: near?.[1] ?? "" });
    out.disabled = view.across >= all.across;
  };
  const out = button(app.say("map.out"), () => show(further(view, all)), { class: "quiet" });
  svg.addEventListener("click", ({ clientX, clientY }) => {
    const box = svg.getBoundingClientRect();
    show(closer(view, ((clientX - box.left) / box.width) * 100, ((clientY - box.top) / box.height) * 100));
  });
  svg.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) show(moved(view, ...arrow));
    else if (event.key === "+" || event.key === "=" || event.key === "Enter") show(closer(view, 50, 50));
    else if (event.key === "-") show(further(view, all));
    else return;
    event.preventDefault();
  });
  // Only once it stands on the page is it known how wide it is.
  requestAnimationFrame(() => show(view));
  return [
    svg,
    said,
    h(
      "div",
      { class: "pair" },
      button(app.say("map.in"), () => show(closer(view, 50, 50)), { class: "quiet" }),
      out,
    ),
  ];
}

const dot = ({ x, y, named }: Dot): SVGElement => draw("circle", { cx: `${x}%`, cy: `${y}%`, r: named ? 3.5 : 2 });

function name({ place: [, name], x, y }: Dot): SVGElement {
  const text = draw("text", { x: `${x}%`, y: `${y}%`, dy: "-.5em" });
  text.textContent = name;
  return text;
}

function draw(tag: string, props: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, tag) as SVGElement;
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, String(value));
  return element;
}
