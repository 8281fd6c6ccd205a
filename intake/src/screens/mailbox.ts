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
    return h(
      "form",
      { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
      title(app.say("back.mailbox.title")),
      replies(app, visit),
      h(
        "section",
        null,
        h("h2", null, app.say("back.mailbox.writeTitle")),
        words(app.say("back.mailbox.writeLabel"), draft, (text) => {
          draft = text;
        }),
        sender(app, app.say("back.mailbox.writeSend"), async () => {
          if (draft.trim() === "") return null;
          const id = await send(app, visit, { kind: "addition", text: draft });
          draft = "";
          return id;
        }),
      ),
      h(
        "section",
        null,
        h("h2", null, app.say("back.mailbox.backTitle")),
        h("p", { class: "hint" }, app.say("back.mailbox.backLead")),
        app.words.purposes.map(([code, label]) =>
          choice("checkbox", code, label, takenBack.has(code), (checked) => {
            if (checked) takenBack.add(code);
            else takenBack.delete(code);
          }),
        ),
        sender(app, app.say("back.mailbox.backSend"), async () => {
          if (takenBack.size === 0) return null;
          return send(app, visit, { kind: "choices" }, new Map([...takenBack].map((code) => [code, "no"])));
        }),
        everything(app, visit),
      ),
      actions(button(app.say("back.mailbox.close"), () => app.show(help), { class: "main" })),
    );
  };
}

function replies(app: App, visit: Visit): Child {
  if (visit.replies.length === 0) return h("p", null, app.say("back.mailbox.none"));
  return visit.replies.map(({ day, text }) =>
    h(
      "article",
      { class: "card" },
      h("h2", null, app.say("back.mailbox.reply", { day: dayIn(app, day) })),
      h("p", { class: "own", dir: "auto" }, text ?? app.say("back.mailbox.unreadable")),
    ),
  );
}

/** Everything that was told with this receipt: a withdrawal that names no purpose is of all, and erasure is asked for. */
function everything(app: App, visit: Visit): HTMLElement {
  const place = h("div", { class: "sender" });
  const act = (): void =>
    void send(app, visit, { kind: "erasure" }).then(
      (id) => place.replaceChildren(h("p", null, app.say("back.mailbox.onItsWay")), sendingStatus(app, id)),
      () => place.replaceChildren(h("p", { role: "alert" }, app.say("telling.sent.failed"))),
    );
  place.append(sure(app.say("back.mailbox.backAll"), app.say("back.mailbox.backAllSure"), act));
  return place;
}

function sender(app: App, label: string, act: () => Promise<string | null>): HTMLElement {
  const outcome = h("div");
  const press = button(label, () => void run(), { class: "quiet" });
  const run = async (): Promise<void> => {
    press.disabled = true;
    try {
      const id = await act();
      if (id) outcome.replaceChildren(h("p", null, app.say("back.mailbox.onItsWay")), sendingStatus(app, id));
    } catch {
      outcome.replaceChildren(h("p", { role: "alert" }, app.say("telling.sent.failed")));
    }
    press.disabled = false;
  };
  return h("div", { class: "sender" }, press, outcome);
}

async function send(
  app: App,
  visit: Visit,
  said: Parameters<typeof sealMessage>[3],
  consents?: ReadonlyMap<string, "no">,
): Promise<string> {
  const envelope = await sealMessage(app.openDesk, app.language, visit, said, consents);
  await app.courier.take(envelope);
  return envelope.id;
}
