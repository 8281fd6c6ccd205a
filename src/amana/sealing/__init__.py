"""The one format that phone, hub and desk share: what is told is sealed, and only the desk that was chosen opens it.

The modules, in the order in which to read them:

    codec, strict_json, shapes     bytes as text, JSON with one spelling, and the small types that our JSON is made of
    ids, ed25519                   names that nobody gives out; signatures over raw bytes
    keys, bech32, hybrid, x25519   age's identities and recipients
    age, header, base64, stream    age files; passphrase and keyfile: those that a pass-phrase opens
    padding, inside, envelope      an account or a message, padded and sealed
    parts                          an envelope in pieces, for a bad line
    notes                          signed texts
    mailbox, signatures            where envelopes wait, and who may fetch them
    receipt                        the sixteen digits with which someone comes back
    card, link, bundle, manifest   the desk's card, and all that it vouches for

`commands` holds what `./amana` runs. The pages in spec/ fix all of it; spec/vectors/ holds its answers.
"""
