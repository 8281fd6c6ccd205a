/** With a receipt: read replies, write more, take back a consent or everything. */
import type { App, Screen } from "../app";
import { type Child, h } from "../h";
import type { Visit } from "../mailbox/visit";
import { sealMessage } from "../sending/seal";
import { help } from "./help";
import { actions, button, choice, dayIn, sure, title, words } from "./parts";
import { sendingStatus } from "./sending-status";

/** The screen of one visit. What is typed here goes with it. */
export function mailbox(visit: Visit): Screen {
  let draft = "";
  const takenBack = new Set<string>();
  return (app) => {
    const { mailbox: texts } = app.texts;
    return h(
      "form",
      { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
      title(texts.title),
      replies(app, visit),
      h(
        "section",
        null,
        h("h2", null, texts.writeTitle),
        words(texts.writeLabel, draft, (text) => {
          draft = text;
        }),
        sender(app, texts.writeSend, async () => {
          if (draft.trim() === "") return null;
          const id = await send(app, visit, "addition", draft, new Map(), false);
          draft = "";
          return id;
        }),
      ),
      h(
        "section",
        null,
        h("h2", null, texts.backTitle),
        h("p", { class: "hint" }, texts.backLead),
        app.texts.purposes.map(([code, label]) =>
          choice("checkbox", code, label, takenBack.has(code), (checked) => {
            if (checked) takenBack.add(code);
            else takenBack.delete(code);
          }),
        ),
        sender(app, texts.backSend, async () => {
          if (takenBack.size === 0) return null;
          return send(app, visit, "withdrawal", "", new Map([...takenBack].map((code) => [code, "no"])), false);
        }),
        everything(app, visit),
      ),
      actions(button(texts.close, () => app.show(help), { class: "main" })),
    );
  };
}

function replies(app: App, visit: Visit): Child {
  const { mailbox: texts } = app.texts;
  if (visit.replies.length === 0) return h("p", null, texts.none);
  return visit.replies.map(({ day, text }) =>
    h(
      "article",
      { class: "card" },
      h("h2", null, texts.reply(dayIn(app, day))),
      h("p", { class: "own", dir: "auto" }, text ?? texts.unreadable),
    ),
  );
}

/** Everything that was told with this receipt: a withdrawal that names no purpose is of all, and erasure is asked for. */
function everything(app: App, visit: Visit): HTMLElement {
  const { mailbox: texts } = app.texts;
  const place = h("div", { class: "sender" });
  const act = (): void =>
    void send(app, visit, "withdrawal", "", new Map(), true).then(
      (id) => place.replaceChildren(h("p", null, texts.onItsWay), sendingStatus(app, id)),
      () => place.replaceChildren(h("p", { role: "alert" }, app.texts.sent.failed)),
    );
  place.append(sure(texts.backAll, texts.backAllSure, act));
  return place;
}

function sender(app: App, label: string, act: () => Promise<string | null>): HTMLElement {
  const outcome = h("div");
  const press = button(label, () => void run(), { class: "quiet" });
  const run = async (): Promise<void> => {
    press.disabled = true;
    try {
      const id = await act();
      if (id) outcome.replaceChildren(h("p", null, app.texts.mailbox.onItsWay), sendingStatus(app, id));
    } catch {
      outcome.replaceChildren(h("p", { role: "alert" }, app.texts.sent.failed));
    }
    press.disabled = false;
  };
  return h("div", { class: "sender" }, press, outcome);
}

async function send(
  app: App,
  visit: Visit,
  kind: "addition" | "withdrawal",
  text: string,
  consents: ReadonlyMap<string, "no">,
  erase: boolean,
): Promise<string> {
  const envelope = await sealMessage(app.openDesk, app.language, visit, kind, text, consents, erase);
  await app.courier.take(envelope);
  return envelope.id;
}
