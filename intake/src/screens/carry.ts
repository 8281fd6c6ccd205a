/** Sealed messages go on by other ways: saved or shared from here, or taken from someone whose phone has no line. */

import type { App } from "../app";
import { h } from "../h";
import { courier } from "../sending/courier";
import { canShare, read, save, share } from "../sending/files";
import { packWaiting } from "../sending/parcel";
import { type Waiting, waiting } from "../storage/waiting";
import { help } from "./help";
import { actions, button, title, to } from "./parts";

export function carry(app: App): HTMLElement {
  return h(
    "div",
    null,
    title(app.say("carry.file.title")),
    giving(app),
    h("h2", null, app.say("carry.take.title")),
    taking(app),
    actions(to(app, app.say("common.home"), help, null, { class: "quiet" })),
  );
}

function giving(app: App): HTMLElement {
  const status = h("p", { role: "status" });
  const place = h("section", null, h("p", null, app.say("carry.file.none")));
  // Sealed beforehand: a phone shares only what is given to it in the same moment as the tap.
  const pack = async (): Promise<void> => {
    const all = await waiting();
    if (all.length === 0) return;
    const packed = packWaiting(all, app.openDesk, app.language);
    const give = (how: (files: readonly Waiting["bytes"][]) => unknown) => async (): Promise<void> => {
      try {
        await how(await packed);
        status.textContent = app.say("carry.file.done");
      } catch (error) {
        // Nobody was chosen to share it with: nothing happened.
        if ((error as Error).name !== "AbortError") status.textContent = app.say("carry.file.failed");
      }
    };
    place.replaceChildren(
      h("p", null, app.say("carry.file.lead")),
      actions(
        button(app.say("carry.file.save"), give(save), { class: "main" }),
        canShare() && button(app.say("carry.file.share"), give(share), { class: "quiet" }),
      ),
      status,
    );
  };
  void pack();
  return place;
}

function taking(app: App): HTMLElement {
  const status = h("div", { role: "status" });
  const input = h("input", { type: "file", multiple: true, hidden: true, onchange: () => void take() });
  const take = async (): Promise<void> => {
    let [taken, refused] = [0, 0];
    for (const file of input.files ?? []) {
      const envelope = await read(file, app.openDesk);
      if (envelope) await courier.take(envelope);
      if (envelope) taken += 1;
      else refused += 1;
    }
    input.value = "";
    status.replaceChildren(
      ...(taken ? [h("p", null, app.say("carry.take.taken", { count: taken }))] : []),
      ...(refused ? [h("p", null, app.say("carry.take.refused", { count: refused }))] : []),
    );
  };
  return h(
    "section",
    null,
    h("p", null, app.say("carry.take.lead")),
    input,
    actions(button(app.say("carry.take.choose"), () => input.click(), { class: "quiet" })),
    status,
  );
}
