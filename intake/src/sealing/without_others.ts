/**
 * Stands in for the kinds of age keys that the page has none of (build/lighter.mjs): it seals to hybrid recipients and
 * opens with hybrid identities alone, and a key of another kind is refused as no key.
 */
class Absent {
  constructor() {
    throw new Error("this kind of key is not in the page");
  }
}

export {
  Absent as HybridTagRecipient,
  Absent as ScryptIdentity,
  Absent as ScryptRecipient,
  Absent as TagRecipient,
  Absent as X25519Identity,
  Absent as X25519Recipient,
};

const absent = (): never => {
  throw new Error("this kind of key is not in the page");
};

export { absent as scalarMult, absent as scalarMultBase };
