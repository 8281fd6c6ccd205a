/**
 * The page's frame: the way out, the languages, what waits, and one screen at a
 * time. Screens are functions from this to an element; they leave no trace in
 * the browser's history, so that its Back button never brings one back.
 */
import { say } from "./desk/bundle";
import type { Desk, OpenDesk } from "./desk/open";
import { append, h } from "./h";
import { dress, LANGUAGES, type Language, load, type Part } from "./language";
import { hasCome, loadMore, loadRest } from "./later";
import { leave } from "./leave";
import { picture } from "./picture";
import type { Drafts } from "./sending/drafts";
import { put } from "./storage/database";
import { leftDrafts } from "./storage/drafts";
import { waiting } from "./storage/waiting";
import { Told } from "./telling/told";
import { fill, inDigits, type Key, localeOf, type Values, type Words } from "./words";

export type Screen = (app: App) => HTMLElement;

export class App {
  readonly told = new Told();
  /** Keeps what is being told, sealed; null before anything is. */
  drafts: Drafts | null = null;
  desk: OpenDesk = { state: "loading" };
  /** For a community worker: the invitation that the page was opened with, and whether this phone is one's. */
  invitation: string | null = null;
  enrolled = false;
  /** The area of the directory that she said she is in; null for any. */
  near: string | null = null;
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
  private waits: HTMLElement = h("p");
  /** How often was looked for what waits. */
  private looks = 0;

  /** `home` is the screen with help, where the page begins. */
  constructor(
    public tongue: Language,
    public words: Words,
    private readonly home: Screen,
  ) {
    this.screen = home;
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
    document.body.replaceChildren(this.header(), this.languages(), main, this.footer());
    this.watchBack();
  }

  /** Shows first what is near. */
  goNear(area: string | null): void {
    this.near = area;
    const { scrollY } = window;
    this.draw();
    scrollTo(0, scrollY);
    document.getElementById(`in-${area}`)?.focus({ preventScroll: true });
  }

  /** Draws anew only while `screen` is the one that is shown. */
  redraw(screen: Screen): void {
    if (this.screen === screen) this.draw();
  }

  /** Calls `end` when the present screen is taken away. */
  whenGone(end: () => void): void {
    this.ends.push(end);
  }

  /** Forgets all that was told and typed; what is sealed of it stays. */
  readonly putAway = (): void => {
    this.left = true;
    this.drafts?.stop();
    for (const end of this.ends.splice(0)) end();
    this.told.clear();
    this.near = null;
    this.screen = this.home;
    document.body.replaceChildren();
  };

  /** Leaves for the harmless page, because nobody shall find out: what is sealed of what was told is forgotten as well. */
  readonly exit = (): void => {
    const gone = this.drafts?.discard();
    this.putAway();
    leave(gone);
  };

  /** Leaves because nobody is there. */
  readonly close = (): void => {
    this.putAway();
    leave();
  };

  /** The desk, on screens that are only reached when it is there. */
  get openDesk(): Desk {
    if (this.desk.state !== "open") throw new Error("no desk");
    return this.desk.desk;
  }

  get language(): string {
    return this.tongue.tag;
  }

  /** The locale in which days and numbers are written. */
  get locale(): string {
    return localeOf(this.tongue);
  }

  /** A sentence in her language. */
  say(key: Key, values: Values = {}): string {
    return fill(this.words.say[key] ?? key, values, this.tongue);
  }

  /** A time or a code in the digits of her language. */
  digits(text: string): string {
    return inDigits(text, this.tongue);
  }

  /** Shows a screen of the bundle with which one tells. */
  showRest(which: (rest: Awaited<ReturnType<typeof loadRest>>) => Screen, before: Screen | null = null): Promise<void> {
    return this.showLater("tell", loadRest, which, before);
  }

  /** Shows a screen of the last bundle, in whose words it then speaks. */
  showMore(which: (more: Awaited<ReturnType<typeof loadMore>>) => Screen, before: Screen | null = null): Promise<void> {
    return this.showLater("more", loadMore, which, before);
  }

  get deskName(): string {
    return say(this.openDesk.names, this.language);
  }

  /** News of the desk: taken at once, unless she is telling by the form that was there before. */
  found(desk: OpenDesk): void {
    if (this.desk.state === "open" && desk.state === "open" && this.told.form) return;
    this.desk = desk;
    if (desk.state === "changed") this.show(this.home);
    else this.redraw(this.home);
  }

  /** The page's own code is not what the desk signed: nothing more is told to it. */
  readonly changed = (): void => {
    this.told.clear();
    this.found({ state: "changed" });
  };

  async speak(language: Language): Promise<void> {
    this.words = await load(language, hasCome());
    this.tongue = language;
    dress(language);
    this.draw();
    await put("settings", "language", language.tag).catch(() => undefined);
  }

  private async showLater<Offers>(
    part: Part,
    find: () => Promise<Offers>,
    which: (offers: Offers) => Screen,
    before: Screen | null,
  ): Promise<void> {
    this.notice.textContent = this.say("page.moment");
    try {
      const [offers, words] = await Promise.all([find(), this.wordsFor(part)]);
      this.words = words;
      const screen = which(offers);
      if (this.screen !== screen) this.show(screen, before);
    } catch {
      this.notice.textContent = this.say("page.notHere");
    }
  }

  /** The words up to those of a bundle, and never fewer than there are. */
  private wordsFor(part: Part): Promise<Words> {
    return load(this.tongue, hasCome() === "more" ? "more" : part);
  }

  private languages(): HTMLElement {
    const languages = LANGUAGES.filter((one) => one !== this.tongue).map((one) =>
      h("button", { type: "button", class: "quiet", lang: one.tag, onclick: () => void this.speak(one) }, one.name),
    );
    return h("nav", null, languages);
  }

  private header(): HTMLElement {
    const listen = h("button", { type: "button", class: "listen", onclick: () => void this.listen() });
    listen.append(picture("listen"), h("span", null, this.say("page.listen")));
    return h(
      "header",
      null,
      this.desk.state === "open" && listen,
      h("button", { type: "button", class: "exit", onclick: this.exit }, this.say("page.exit")),
    );
  }

  /** Has the screen read aloud, or ends that. */
  private async listen(): Promise<void> {
    try {
      const [{ read }, words] = await Promise.all([loadMore(), this.wordsFor("more")]);
      this.words = words;
      await read(this);
    } catch {
      this.tell(this.say("page.notHere"));
    }
  }

  /** Shows a sentence at the foot of the screen. */
  tell(sentence: string): void {
    this.notice.textContent = sentence;
  }

  private footer(): HTMLElement {
    this.notice = h("p", { role: "status" });
    this.waits = h("p", { role: "status" });
    void this.showWaiting();
    return h("footer", null, this.notice, this.waits);
  }

  /** Says at the foot of the screen what waits: as the last look found it, and drawn anew only where that has changed. */
  async showWaiting(): Promise<void> {
    this.looks += 1;
    const look = this.looks;
    const count = (await waiting()).length;
    const begun = (await leftDrafts(this.desk.state === "open" ? this.desk.desk.day : null)).length > 0;
    if (look !== this.looks) return;
    const link = (text: string): HTMLElement =>
      h("button", { type: "button", class: "link", onclick: () => void this.openWaiting() }, text);
    const shown = h("p");
    if (begun) append(shown, [link(this.say("page.begun")), h("br")]);
    if (count > 0) append(shown, [link(this.say("page.waiting", { count }))]);
    // Whoever is just pressing one has it under the finger still.
    if (shown.textContent !== this.waits.textContent) this.waits.replaceChildren(...shown.childNodes);
  }

  private openWaiting(): Promise<void> {
    return this.showMore(({ waitingList }) => waitingList, this.screen);
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
