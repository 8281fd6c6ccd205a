/**
 * Makes synthetic recordings of the digits, the page's main sentences and what forms ask, for a desk to begin with until
 * a speaker has recorded them: `node packs/record.mjs TAG… FORM.json…` in intake/, each form as `./amana forms build` makes
 * it. Needs espeak-ng and opusenc (Debian: espeak-ng, opus-tools). What a pack calls `spoken`, by the paths of recordings
 * without `page/`, is read instead of the sentence, as where it needs its vowels; a pack whose voice cannot be followed
 * without (`only`) has nothing else.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";

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
    "question.clear",
    "question.aloud",
    "voice.record",
    "voice.stop",
    "consents.title",
    "consents.lead",
    "consents.rest",
    "review.title",
    "review.receiptTitle",
    "review.receiptYes",
    "review.receiptNo",
    "review.send",
    "review.discard",
    "sent.receiptTitle",
    "sent.receiptLead",
    "sent.receiptAlone",
    "sent.learn",
    "sent.careful",
    "sent.done",
  ],
  back: [
    "comeBack.title",
    "comeBack.label",
    "comeBack.open",
    "mailbox.title",
    "mailbox.none",
    "receipt.title",
    "receipt.lead",
    "receipt.alone",
    "receipt.practise",
    "practise.title",
    "practise.lead",
    "practise.again",
    "practise.right",
    "practise.known",
  ],
  sending: ["arrived"],
};

const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {});

/** The entries of a list of `vocabulary/`, as the page says them, by the paths of their recordings. */
function listed(tag) {
  const of = (name) => Object.entries(parse(readFileSync(join("../vocabulary", `${name}.yaml`), "utf8")).entries);
  return [
    ...of("purposes").flatMap(([code, { asked, plain }]) =>
      asked === "phone" ? [[`purposes.${code}`, plain[tag]]] : [],
    ),
    ...of("services").map(([code, { labels }]) => [`services.${code}`, labels[tag]]),
    ...of("clinical_windows").flatMap(([code, { labels, when }]) => [
      [`windows.${code}`, labels[tag]],
      [`windows.${code}.when`, when[tag]],
    ]),
  ].map(([key, text]) => [`page/${key}`, text]);
}

/** What a form asks and offers, by the paths of its recordings. */
const asked = ({ id, lists, questions }, tag) =>
  questions.flatMap(({ name, label, list, questions: inner }) => [
    [`${id}/${name}`, label[tag]],
    ...(lists[list] ?? []).map((choice) => [`${id}/${name}/${choice.code}`, choice.label[tag]]),
    ...(inner ? asked({ id, lists, questions: inner }, tag) : []),
  ]);

/**
 * Arabic as espeak-ng can say it. It loses the vowel before a sign of doubling and a doubled w or y, says the silent alif
 * after an i, and at a pause the t of a feminine ending.
 */
const voiced = (text) =>
  text
    .replace(/([\u064b-\u0650])\u0651/g, "\u0651$1")
    .replace(/([\u0648\u064a])\u0651(?=[\u064b-\u0650])/g, "$1\u0652$1")
    .replace(/\u0650\u0627/g, "\u0650")
    .replace(/\u0629(?![\u064b-\u0650])/g, "\u0647");

function say(tag, path, text) {
  const wav = join(tmpdir(), `amana-${process.pid}.wav`);
  const out = join("packs", tag, "sounds", `${path}.ogg`);
  mkdirSync(dirname(out), { recursive: true });
  execFileSync("espeak-ng", ["-v", tag, "-s", SPEED, "-w", wav, voiced(text)]);
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

const forms = process.argv.slice(2).filter((one) => one.endsWith(".json"));
for (const tag of process.argv.slice(2).filter((one) => !forms.includes(one))) {
  const spoken = read(join("packs", tag, "spoken.json"));
  const record = (path, text) => {
    const words = spoken[path.replace(/^page\//, "")] ?? (spoken.only === true ? null : text);
    if (words) say(tag, path, words);
  };
  for (const digit of "0123456789") record(`page/digit.${digit}`, digit);
  for (const [area, keys] of Object.entries(SENTENCES)) {
    const said = read(join("packs", tag, `${area}.json`));
    for (const key of keys) record(`page/${area}.${key}`, said[key]);
  }
  const said = new Set();
  for (const [path, text] of [...listed(tag), ...forms.flatMap((form) => asked(read(form), tag))])
    if (text && !said.has(text)) {
      said.add(text);
      record(path, text);
    }
  writeFileSync(
    join("packs", tag, "sounds", "SYNTHETIC"),
    "Made by espeak-ng (packs/record.mjs). A speaker should record these anew.\n",
  );
}
