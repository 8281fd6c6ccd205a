/** Every failure to send has a name, which a screen turns into a sentence. */
import { Refused } from "../hub/calls";

export type Trouble = "offline" | "waits" | "token" | "full" | "refused" | "tooLarge";

/** What a failure is called. */
export function troubleOf(error: unknown, online: boolean): Trouble {
  if (!(error instanceof Refused)) return online ? "waits" : "offline";
  // A hub gives its reason a code; what has none is someone in between, who cannot refuse anything.
  if (error.code === "") return "waits";
  if (error.status === 403) return "token";
  if (error.status === 507) return "full";
  if (error.status === 413) return "tooLarge";
  return error.status === 429 || error.status === 409 || error.status >= 500 ? "waits" : "refused";
}
