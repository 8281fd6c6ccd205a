/**
 * Stands in for `@scure/base` in the page's bundle (bundle.mjs): of its alphabets those that the page and `age-encryption`
 * use, at a quarter of the weight. Strict as that is: what encoding would not have written is refused.
 * RFC 4648, and Bech32 of BIP 173 without its limit of length. `test/bases.test.ts` holds it to the original.
 */

type Bytes = Uint8Array<ArrayBuffer>;

interface Coder {
  encode(data: Uint8Array): string;
  decode(text: string): Bytes;
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const STANDARD = `${UPPER}${UPPER.toLowerCase()}0123456789+/`;

/** Regroups numbers of `from` bits into numbers of `to` bits; what is left over is padded, or must be zeros that were. */
function regroup(data: ArrayLike<number>, from: number, to: number, pad: boolean): number[] {
  const out: number[] = [];
  let carry = 0;
  let bits = 0;
  for (let at = 0; at < data.length; at += 1) {
    carry = (carry << from) | (data[at] as number);
    for (bits += from; bits >= to; bits -= to) out.push((carry >> (bits - to)) & ((1 << to) - 1));
    carry &= (1 << bits) - 1;
  }
  if (pad && bits > 0) out.push(carry << (to - bits));
  if (!pad && (bits >= from || carry !== 0)) throw new Error("padding");
  return out;
}

const read = (alphabet: string, text: string): number[] =>
  Array.from(text, (character) => {
    const at = alphabet.indexOf(character);
    if (at < 0) throw new Error("not of the alphabet");
    return at;
  });

/** An alphabet of 2 to the power of `bits`; with `group`, texts are padded to whole groups of so many characters. */
function radix(alphabet: string, bits: number, group = 0): Coder {
  return {
    encode(data) {
      const text = regroup(data, 8, bits, true)
        .map((value) => alphabet[value])
        .join("");
      return group ? text.padEnd(Math.ceil(text.length / group) * group, "=") : text;
    },
    decode(text) {
      const bare = group ? text.replace(/=+$/, "") : text;
      const data = Uint8Array.from(regroup(read(alphabet, bare), bits, 8, false));
      if (this.encode(data) !== text) throw new Error("padding");
      return data;
    },
  };
}

export const base32nopad = radix(`${UPPER}234567`, 5);
export const base64 = radix(STANDARD, 6, 4);
export const base64nopad = radix(STANDARD, 6);
export const base64urlnopad = radix(STANDARD.replace("+/", "-_"), 6);

const CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const CHECK = 6;
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** The checksum of BIP 173 over a prefix and numbers of five bits. */
function polymod(prefix: string, words: readonly number[]): number {
  const codes = Array.from(prefix, (character) => character.charCodeAt(0));
  let sum = 1;
  for (const value of [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...words]) {
    const top = sum >> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, one] of GENERATOR.entries()) if ((top >> bit) & 1) sum ^= one;
  }
  return sum;
}

export const bech32 = {
  toWords: (data: Uint8Array): number[] => regroup(data, 8, 5, true),
  fromWords: (words: readonly number[]): Bytes => Uint8Array.from(regroup(words, 5, 8, false)),

  encode(prefix: string, words: readonly number[], _limit?: number | false): string {
    const low = prefix.toLowerCase();
    const sum = polymod(low, [...words, ...new Array(CHECK).fill(0)]) ^ 1;
    const check = Array.from({ length: CHECK }, (_, at) => (sum >> (5 * (CHECK - 1 - at))) & 31);
    return `${low}1${[...words, ...check].map((word) => CHARSET[word]).join("")}`;
  },

  encodeFromBytes: (prefix: string, data: Uint8Array): string => bech32.encode(prefix, bech32.toWords(data)),

  decode(text: string, _limit?: number | false): { prefix: string; words: number[] } {
    const low = text.toLowerCase();
    const at = low.lastIndexOf("1");
    const words = read(CHARSET, low.slice(at + 1));
    const prefix = low.slice(0, at);
    if ((text !== low && text !== text.toUpperCase()) || at < 1 || words.length < CHECK || polymod(prefix, words) !== 1)
      throw new Error("checksum");
    return { prefix, words: words.slice(0, -CHECK) };
  },

  decodeToBytes(text: string): { prefix: string; words: number[]; bytes: Bytes } {
    const { prefix, words } = bech32.decode(text);
    return { prefix, words, bytes: bech32.fromWords(words) };
  },
};
