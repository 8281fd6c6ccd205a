/**
 * Signed requests to a hub: the one shape of HTTP message signature that it takes
 * (spec/mailbox.md; RFC 9421, RFC 9530). The page signs; hubs verify.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64Padded, base64Url, utf8 } from "./codec";
import type { Mailbox } from "./mailbox";

/**
 * The headers to send with a request, signed by `mailbox`'s key at `now` (whole seconds since 1970).
 *
 * `method` is in capitals, `authority` in lower case without the scheme's own port (`location.host` is so), `path` as
 * on the wire and without query; an empty `body` is none.
 */
export function signRequest(
  method: string,
  authority: string,
  path: string,
  body: Uint8Array,
  mailbox: Mailbox,
  now: number,
): Record<string, string> {
  const components: [string, string][] = [
    ["@method", method],
    ["@authority", authority],
    ["@path", path],
  ];
  const headers: Record<string, string> = {};
  if (body.length > 0) {
    headers["Content-Digest"] = `sha-256=:${base64Padded(sha256(body))}:`;
    components.push(["content-digest", headers["Content-Digest"]]);
  }
  const covered = components.map(([name]) => `"${name}"`).join(" ");
  const params = `(${covered});created=${now};keyid="${base64Url(mailbox.key)}";alg="ed25519";tag="amana-1"`;
  const base = [...components, ["@signature-params", params]].map(([name, value]) => `"${name}": ${value}`).join("\n");
  headers["Signature-Input"] = `amana=${params}`;
  headers.Signature = `amana=:${base64Padded(ed25519.sign(utf8(base), mailbox.seed))}:`;
  return headers;
}
