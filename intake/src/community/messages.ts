/** What a community worker's phone says to the desk by itself: its enrolment, and how a visit went (spec/worker.md). */
import type { Desk } from "../desk/open";
import { recipientOf } from "../sealing/age";
import { base64Url } from "../sealing/codec";
import { type Inside, seal } from "../sealing/envelope";
import { idOf } from "../sealing/ids";
import { signInside } from "../sealing/signing";
import type { Waiting } from "../storage/waiting";
import type { Keys } from "./vault";

/** How a visit went. */
export const VISITS = ["made", "not_met", "not_safe"] as const;
export type Visit = (typeof VISITS)[number];

/** The phone presents itself with the invitation (base64url of 16 bytes) that it was opened with. */
export async function sealEnrolment(desk: Desk, language: string, keys: Keys, invitation: string): Promise<Waiting> {
  return toDesk(desk, keys, {
    ...blank(language),
    kind: "enrolment",
    reply_to: { mailbox: keys.mailbox.id, recipient: await recipientOf(keys.identity) },
    enrolment: { invitation, key: base64Url(keys.mailbox.key) },
  });
}

/** How the visit to the case of a pseudonym went. */
export const sealVisit = (desk: Desk, language: string, keys: Keys, code: string, visit: Visit): Promise<Waiting> =>
  toDesk(desk, keys, { ...blank(language), kind: "addition", answers: { case: code, visit }, text: "" });

async function toDesk(desk: Desk, { mailbox }: Keys, inside: Inside): Promise<Waiting> {
  const bytes = await seal(signInside(inside, mailbox.seed), [], desk.recipients);
  return { id: idOf(bytes), mailbox: desk.mailbox, token: desk.token, bytes };
}

const blank = (language: string) => ({
  form: null,
  language,
  day: new Date().toISOString().slice(0, 10),
  answers: {},
  consents: {},
  attachments: [],
  reply_to: null,
});
