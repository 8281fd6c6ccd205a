/** Photos, from the camera or from the phone: made small here, and nothing kept of the originals. */
import type { App, Screen } from "../../app";
import { type Child, h } from "../../h";
import { small } from "../../telling/photo";
import { button } from "../parts";

export function picture(app: App, key: string, self: Screen): Child {
  const { told } = app;
  const status = h("p", { role: "status", class: "small" });
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    if (told.full) {
      status.textContent = app.say("telling.voice.full");
      return;
    }
    status.textContent = app.say("page.moment");
    try {
      const blob = await small(file);
      if (app.left) return;
      told.record(key, blob);
      app.redraw(self);
    } catch {
      status.textContent = app.say("telling.picture.failed");
    }
  };
  const from = (text: string, capture: string | null): Child => {
    const input = h("input", {
      type: "file",
      accept: "image/*",
      capture,
      hidden: true,
      onchange: () => void take(input.files?.[0]),
    });
    return [button(text, () => input.click(), { class: "record" }), input];
  };
  return h(
    "div",
    { class: "voice" },
    h("p", { class: "hint" }, app.say("telling.picture.lead")),
    from(app.say("telling.picture.take"), "environment"),
    from(app.say("telling.picture.choose"), null),
    status,
    h(
      "ul",
      { class: "recordings" },
      told.recordingsOf(key).map((photo, index) =>
        h(
          "li",
          null,
          h("img", { src: photo.url, alt: app.say("telling.picture.photo", { number: index + 1 }) }),
          button(
            app.say("telling.voice.remove"),
            () => {
              told.erase(key, photo);
              app.redraw(self);
            },
            { class: "quiet" },
          ),
        ),
      ),
    ),
  );
}
