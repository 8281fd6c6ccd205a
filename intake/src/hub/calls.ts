/**
 * The calls to the hub that anyone may make (spec/hub.md). A call either gives
 * its answer, or throws `Refused` (the hub said no, and why) or `Unreached`.
 */
import { hub } from "./where";

/** No answer came: no line, or it broke. */
export class Unreached extends Error {}

/** The hub's answer was no. `code` is that of its problem (`hub.token`, `hub.full` …), "" when it gave none. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfter: number | null,
    readonly date: string | null,
    /** The work that a hub under a flood sets (spec/hub.md, Under pressure). */
    readonly challenge?: unknown,
  ) {
    super(code || String(status));
  }
}

const PATIENCE = 90_000;

/** One request. Not cached by the browser unless asked, never with cookies, its answer never longer on its way than `PATIENCE` ms. */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const stop = new AbortController();
  // Not taken back when the headers are there: the body may stall as well.
  setTimeout(() => stop.abort(), PATIENCE);
  let response: Response;
  try {
    response = await fetch(hub.origin + path, {
      cache: "no-store",
      ...init,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      signal: stop.signal,
    });
  } catch {
    throw new Unreached();
  }
  if (response.ok) return response;
  throw await refusal(response);
}

async function refusal(response: Response): Promise<Refused> {
  const problem = (await response.json().catch(() => ({}))) as { type?: unknown; challenge?: unknown };
  const code = String(problem.type ?? "").replace(/^urn:amana:/, "");
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const { status, headers } = response;
  const wait = Number.isFinite(seconds) ? seconds : null;
  return new Refused(status, code, wait, headers.get("Date"), problem.challenge);
}

/** The whole body; a line that breaks in the middle is `Unreached`. */
export async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new Unreached();
  }
}
