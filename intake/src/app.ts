/**
 * The page's frame: the way out, the languages, what waits, and one screen at a
 * time. Screens are functions from this to an element; they leave no trace in
 * the browser's history, so that its Back button never brings one back.
 */
import { type Form, say } from "./desk/bundle";
import type { Desk, OpenDesk } from "./desk/open";
import { append, h } from "./h";
import { direction, LANGUAGES, load } from "./language";
import { leave } from "./leave";
import { Courier } from "./sending/courier";
import { put } from "./storage/database";
import { waiting } from "./storage/waiting";
import { Told } from "./telling/told";
import type { Texts } from "./texts/texts";

export type Screen = (app: App) => HTMLElement;

export class App {
  readonly told = new Told();
  readonly courier = new Courier();
  desk: OpenDesk = { state: "loading" };
  /** True while a voice is being recorded. */
  recording = false;
  /** True once everything was forgotten: what still comes then, as the end of a recording, is thrown away. */
  left = false;
  /** The envelope that was sealed last. */
  lastSealed = "";
  private screen: Screen;
  private before: Screen | null = null;
  private ends: (() => void)[] = [];
  private notice: HTMLElement = h("p");

  /** `home` is the screen with help, where the page begins. */
  constructor(
    public language: string,
    public texts: Texts,
    private readonly home: Screen,
  ) {
    this.screen = home;
    this.courier.watch(() => void this.showWaiting());
  }

  /** Shows a screen from its top. `before` is where a back gesture leads; null leaves it to the browser. */
  show(screen: Screen, before: Screen | null = null): void {
    this.screen = screen;
    this.before = before;
    this.draw();
    scrollTo(0, 0);
    document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }

  /** Draws the screen anew: another language, or news that it shows. */
  draw(): void {
    for (const end of this.ends.splice(0)) end();
    const main = h("main", { id: "page" }, this.screen(this));
    document.body.replaceChildren(this.header(), main, this.footer());
    this.watchBack();
  }

  /** Draws anew only while `screen` is the one that is shown. */
  redraw(screen: Screen): void {
    if (this.screen === screen) this.draw();
  }

  /** Calls `end` when the present screen is taken away. */
  whenGone(end: () => void): void {
    this.ends.push(end);
  }

  /** Forgets all that was told and typed. */
  readonly forget = (): void => {
    this.left = true;
    for (const end of this.ends.splice(0)) end();
    this.told.clear();
    this.screen = this.home;
    document.body.replaceChildren();
  };

  /** Leaves for the harmless page. */
  readonly exit = (): void => leave(this.forget);

  /** The desk, on screens that are only reached when it is there. */
  get openDesk(): Desk {
    if (this.desk.state !== "open") throw new Error("no desk");
    return this.desk.desk;
  }

  get form(): Form {
    return this.openDesk.form;
  }

  get deskName(): string {
    return say(this.openDesk.names, this.language);
  }

  /** News of the desk: taken at once, unless she is telling by the form that was there before. */
  found(desk: OpenDesk): void {
    if (this.desk.state === "open" && desk.state === "open" && this.screen !== this.home) return;
    this.desk = desk;
    if (desk.state === "changed") this.show(this.home);
    else this.redraw(this.home);
  }

  async speak(language: string): Promise<void> {
    this.texts = await load(language);
    this.language = language;
    document.documentElement.lang = language;
    document.documentElement.dir = direction(language);
    this.draw();
    await put("settings", "language", language).catch(() => undefined);
  }

  private header(): HTMLElement {
    const languages = LANGUAGES.filter(([tag]) => tag !== this.language).map(([tag, name]) =>
      h("button", { type: "button", class: "quiet", lang: tag, onclick: () => void this.speak(tag) }, name),
    );
    return h(
      "header",
      null,
      h("nav", null, languages),
      h("button", { type: "button", class: "exit", onclick: this.exit }, this.texts.exit),
    );
  }

  private footer(): HTMLElement {
    this.notice = h("p", { role: "status" });
    void this.showWaiting();
    return h("footer", null, this.notice);
  }

  private async showWaiting(): Promise<void> {
    const count = (await waiting()).length;
    const link = h("button", { type: "button", class: "link", onclick: () => void this.openWaiting() });
    append(link, [this.texts.waiting.link(count)]);
    this.notice.replaceChildren(...(count > 0 ? [link] : []));
  }

  private async openWaiting(): Promise<void> {
    const { waitingList } = await import("./rest");
    if (this.screen !== waitingList) this.show(waitingList, this.screen);
  }

  /** Android's back gesture goes one screen back, without an entry in the history, where the browser can do that. */
  private watchBack(): void {
    const before = this.before;
    if (!before || typeof CloseWatcher === "undefined") return;
    const watcher = new CloseWatcher();
    watcher.addEventListener("close", () => this.show(before));
    this.whenGone(() => watcher.destroy());
  }
}

declare class CloseWatcher extends EventTarget {
  destroy(): void;
}
