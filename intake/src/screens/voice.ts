/** The recorder of a voice question: record, listen, throw away. */
import type { App, Screen } from "../app";
import { type Child, h } from "../h";
import type { Listening } from "../sending/draft";
import { canRecord, type Running, record } from "../telling/recorder";
import { button } from "./parts";

/** Bytes of all recordings of one telling: below the 16 MiB of an envelope, with room for all else. */
const MOST_BYTES = 12 * 1024 * 1024;
/** An envelope has at most this many attachments. */
const MOST = 16;

export function voice(app: App, name: string, self: Screen): Child {
  if (!canRecord()) return h("p", { role: "status" }, app.say("telling.voice.unable"));
  const status = h("p", { role: "status", class: "small" });
  const toggle = button(app.say("telling.voice.record"), () => void (running ? finish() : begin()), {
    class: "record",
  });
  let running: Running | null = null;
  let sealed: Listening | null = null;

  const finish = async (): Promise<void> => {
    const ended = running;
    running = null;
    if (!ended) return;
    const blob = await ended.stop();
    app.recording = false;
    const wanted = !app.left && blob.size > 0;
    sealed?.ended(wanted ? blob : null);
    if (!wanted) return;
    app.told.record(name, blob);
    app.redraw(self);
  };

  const begin = async (): Promise<void> => {
    const before = app.told.recorded;
    if (before >= MOST_BYTES || app.told.attachments.length >= MOST) {
      status.textContent = app.say("telling.voice.full");
      return;
    }
    const started = Date.now();
    app.recording = true;
    toggle.disabled = true;
    try {
      let bytes = 0;
      running = await record((part) => {
        bytes += part.size;
        sealed?.add(part);
        status.textContent = app.say("telling.voice.recording", { time: clock(app, Date.now() - started) });
        if (before + bytes >= MOST_BYTES) void finish();
      });
      sealed = app.drafts?.live(name, running.type) ?? null;
      toggle.textContent = app.say("telling.voice.stop");
      toggle.classList.add("running");
      status.textContent = app.say("telling.voice.recording", { time: clock(app, 0) });
    } catch {
      app.recording = false;
      status.textContent = app.say("telling.voice.denied");
    }
    toggle.disabled = false;
  };

  // Going on to another screen ends the recording and keeps it; leaving the page ends it and forgets it.
  app.whenGone(() => void finish());
  return h("div", { class: "voice" }, toggle, status, played(app, name, self));
}

function played(app: App, name: string, self: Screen): HTMLElement {
  const item = (recording: { url: string; blob: Blob }, index: number): HTMLElement =>
    h(
      "li",
      null,
      h("span", null, app.say("telling.voice.listen", { number: index + 1 })),
      h("audio", {
        controls: true,
        src: recording.url,
        "aria-label": app.say("telling.voice.listen", { number: index + 1 }),
      }),
      button(app.say("telling.voice.remove"), () => erase(recording), { class: "quiet" }),
    );
  const erase = (recording: { url: string; blob: Blob }): void => {
    app.told.erase(name, recording);
    app.redraw(self);
  };
  return h("ul", { class: "recordings" }, app.told.recordingsOf(name).map(item));
}

/** Milliseconds as `m:ss`. */
const clock = (app: App, passed: number): string =>
  app.digits(`${Math.floor(passed / 60_000)}:${String(Math.floor(passed / 1000) % 60).padStart(2, "0")}`);
