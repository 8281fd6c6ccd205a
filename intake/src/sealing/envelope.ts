/**
 * Envelopes: what is told, sealed to a desk (spec/envelope.md).
 *
 *     const sealed = await seal(inside, attachments, card.recipients);
 */
import { sealBytes } from "./age";
import type { Bytes } from "./codec";
import { type Inside, writeInside } from "./inside";
import { isPadded } from "./padding";
import { Problem } from "./problem";

export type { Answer, Attachment, Inside } from "./inside";
export { attachmentOf } from "./inside";

export const LONGEST = 16 << 20;
const MOST_RECIPIENTS = 2;
const NONCE = 16;
const CHUNK = 65536;
const TAG = 16;
const HEADER =
  /^age-encryption\.org\/v1\n((?:-> [!-~]+(?: [!-~]+)*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+)--- [A-Za-z0-9+/]{43}\n/;

/** An envelope to `recipients`. Throws as `writeInside`, `checkShape` and `sealBytes` do. */
export async function seal(
  inside: Inside,
  attachments: readonly Uint8Array[],
  recipients: readonly string[],
): Promise<Bytes> {
  const sealed = await sealBytes(recipients, writeInside(inside, attachments));
  checkShape(sealed);
  return sealed;
}

/**
 * Checks what an envelope shows to anyone: who it is sealed to, and a padded size.
 *
 * Throws `sealing.too_large`, `sealing.not_age`, `sealing.not_hybrid`, or `sealing.not_padded`.
 */
export function checkShape(sealed: Uint8Array): void {
  if (sealed.length > LONGEST) throw new Problem("sealing.too_large");
  const head = HEADER.exec(new TextDecoder("latin1").decode(sealed.subarray(0, CHUNK)));
  if (!head?.[1]) throw new Problem("sealing.not_age");
  const stanzas = head[1].match(/^-> .*/gm) ?? [];
  if (stanzas.length > MOST_RECIPIENTS || !stanzas.every((line) => line.startsWith("-> mlkem768x25519 "))) {
    throw new Problem("sealing.not_hybrid");
  }
  const payload = sealed.length - head[0].length - NONCE;
  const chunks = Math.ceil(payload / (CHUNK + TAG));
  const rest = payload - (chunks - 1) * (CHUNK + TAG);
  if (payload < TAG || (chunks > 1 && rest <= TAG) || !isPadded(payload - chunks * TAG)) {
    throw new Problem("sealing.not_padded");
  }
}
