/** Fetches one of the page's own files, and believes it only with the hash that it must have. */
import { digest } from "../desk/hash";
import { FRESH } from "./names";

/** What the address itself shows: asked for as it was on loading, so that the browser need not fetch it twice. */
const FIRST = "index.html";

/** The file, as the browser has it or as the hub does; null when neither has that hash. Throws without a line. */
export async function fetchChecked(
  path: string,
  hash: string,
  ask: (path: string, init: RequestInit) => Promise<Response> = fetch,
): Promise<Response | null> {
  for (const cache of ["force-cache", "reload"] as const) {
    const response = await ask(path === FIRST ? "/" : `/${path}`, {
      cache,
      credentials: "omit",
      headers: { [FRESH]: "1" },
    });
    if (response.ok && (await digest(await response.clone().arrayBuffer())) === hash) return response;
  }
  return null;
}
