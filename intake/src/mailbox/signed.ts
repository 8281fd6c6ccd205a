/**
 * Requests signed by a mailbox's key (spec/mailbox.md). A phone whose clock is
 * wrong learns the difference from the hub's `Date` and signs once more.
 */
import { call, Refused } from "../hub/calls";
import { hub } from "../hub/where";
import type { Mailbox } from "../sealing/mailbox";
import { signRequest } from "../sealing/signatures";

/** Milliseconds that the hub's clock is ahead of the phone's, as far as is known. */
let ahead = 0;

/** One signed request without a body; throws as `call` does. */
export async function signedCall(method: "GET" | "DELETE", path: string, mailbox: Mailbox): Promise<Response> {
  const attempt = (): Promise<Response> => {
    const now = Math.floor((Date.now() + ahead) / 1000);
    return call(path, { method, headers: signRequest(method, hub.authority, path, new Uint8Array(), mailbox, now) });
  };
  try {
    return await attempt();
  } catch (error) {
    const date = error instanceof Refused && error.code === "hub.clock" ? Date.parse(error.date ?? "") : Number.NaN;
    if (Number.isNaN(date)) throw error;
    ahead = date - Date.now();
    return attempt();
  }
}
