/** Background Sync, where the browser has it: the service worker sends what waits after the page was closed. */

/** What the page asks for and the service worker answers to; it tells nothing. */
export const SYNC = "sync";

interface Syncing {
  readonly sync?: { register(tag: string): Promise<void> };
}

/** Asks for a round of sending when the line comes back. Browsers without it, and refusals, change nothing. */
export async function askWorker(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration().catch(() => undefined)) as Syncing | undefined;
  await registration?.sync?.register(SYNC).catch(() => undefined);
}
