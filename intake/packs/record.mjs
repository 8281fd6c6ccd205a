/**
 * Makes synthetic recordings of the digits and the page's main sentences, for a desk to begin with until a speaker has
 * recorded them: `node packs/record.mjs TAG…` in intake/. Needs espeak-ng and opusenc (Debian: espeak-ng, opus-tools).
 * What a pack calls `spoken` is read instead of the sentence, as where it needs its vowels.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Bits a second, and words a minute: slow. */
const RATE = "8";
const SPEED = "135";
/** The sentences that are recorded. */
const SENTENCES = {
  common: ["back", "onward", "stopHere", "yes", "no", "home"],
  help: ["title", "lead", "whereTitle", "soonTitle", "soonLead", "never", "tell", "tellLead", "comeBack", "areas"],
  telling: [
    "before.title",
    "before.point2",
    "before.point3",
    "before.point4",
    "before.begin",
    "question.refused",
    "question.unknown",
    "consents.title",
    "consents.lead",
    "consents.rest",
    "review.title",
    "review.send",
    "review.discard",
  ],
  sending: ["arrived"],
};

const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {});

function record(tag, key, text) {
  const wav = join(tmpdir(), `amana-${process.pid}.wav`);
  const out = join("packs", tag, "sounds", "page", `${key}.ogg`);
  mkdirSync(join("packs", tag, "sounds", "page"), { recursive: true });
  execFileSync("espeak-ng", ["-v", tag, "-s", SPEED, "-w", wav, text]);
  execFileSync("opusenc", [
    "--quiet",
    "--bitrate",
    RATE,
    "--framesize",
    "60",
    "--speech",
    "--discard-comments",
    "--comment",
    "TITLE=synthetic",
    wav,
    out,
  ]);
  rmSync(wav);
}

for (const tag of process.argv.slice(2)) {
  const spoken = read(join("packs", tag, "spoken.json"));
  const partial = spoken.only === true;
  for (const digit of "0123456789") record(tag, `digit.${digit}`, spoken[`digit.${digit}`] ?? digit);
  for (const [area, keys] of Object.entries(SENTENCES)) {
    const said = read(join("packs", tag, `${area}.json`));
    for (const key of keys) {
      const text = spoken[`${area}.${key}`] ?? (partial ? null : said[key]);
      if (text) record(tag, `${area}.${key}`, text);
    }
  }
  writeFileSync(
    join("packs", tag, "sounds", "SYNTHETIC"),
    "Made by espeak-ng (packs/record.mjs). A speaker should record these anew.\n",
  );
}
