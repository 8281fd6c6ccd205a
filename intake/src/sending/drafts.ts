/** Follows what is told from one telling to the next, so that each has its own draft while it lasts. */
import type { App } from "../app";
import { Draft, type Listening } from "./draft";

export class Drafts {
  /** That of what is being told now. */
  current: Draft | null = null;
  private going: Promise<void> = Promise.resolve();

  constructor(private readonly app: App) {
    app.told.changed = () => this.changed();
  }

  /** A voice begins to be recorded for the question of `key`, of the media type `type`. */
  live(key: string, type: string): Listening {
    return this.open().live(key, type);
  }

  /** What was told goes on its way without its draft, which stays as it is. */
  stop(): void {
    this.current?.stop();
    this.current = null;
  }

  /** Forgets what is sealed of what was told. Resolves once it is gone. */
  async discard(): Promise<void> {
    const { current } = this;
    this.current = null;
    await Promise.all([this.going, current?.forget()]);
  }

  private changed(): void {
    if (!this.app.told.empty) this.open().changed();
    else if (this.current && !this.current.listening) this.going = this.discard();
  }

  private open(): Draft {
    const { app } = this;
    this.current ??= new Draft(app.openDesk, () => app.language, app.told);
    return this.current;
  }
}
