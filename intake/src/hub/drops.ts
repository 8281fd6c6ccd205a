/** The calls by which an envelope is dropped in parts (spec/hub.md, Dropping). */
import { call, Unreached } from "./calls";

/** Which parts of an envelope need not be sent again. An answer that no hub gives, as a proxy's page, is `Unreached`. */
export async function fetchParts(mailbox: string, envelope: string): Promise<{ whole: boolean; parts: number[] }> {
  const response = await call(`/v1/mailboxes/${mailbox}/envelopes/${envelope}/parts`);
  try {
    const { whole, parts } = (await response.json()) as { whole: unknown; parts: unknown };
    if (typeof whole === "boolean" && Array.isArray(parts)) return { whole, parts: parts as number[] };
  } catch {
    // Broken off, or not JSON.
  }
  throw new Unreached();
}

/**
 * Sends one part, with the work that was done for it if there is any; true when the hub itself says that the envelope
 * is whole and safe (spec/hub.md, Dropping).
 */
export async function putPart(
  to: { mailbox: string; id: string; token: string | null },
  number: number,
  of: number,
  part: Uint8Array<ArrayBuffer>,
  work?: string | null,
): Promise<boolean> {
  const headers = {
    "Content-Type": "application/octet-stream",
    ...(to.token && { "Amana-Token": to.token }),
    ...(work && { "Amana-Work": work }),
  };
  const path = `/v1/mailboxes/${to.mailbox}/envelopes/${to.id}/${number}-of-${of}`;
  const response = await call(path, { method: "PUT", body: part, headers });
  if (response.status === 202) return false;
  if (response.headers.get("Amana-Kept") === to.id) return true;
  throw new Unreached();
}
