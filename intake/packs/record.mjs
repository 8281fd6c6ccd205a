/**
 * Makes synthetic recordings of the digits, the page's main sentences and what forms ask, for a desk to begin with until
 * a speaker has recorded them: `node packs/record.mjs TAG… FORM.json…` in intake/, each form as `./amana forms build` makes
 * it. Needs espeak-ng and opusenc (Debian: espeak-ng, opus-tools). What a pack calls `spoken` is read instead of the
 * sentence, as where it needs its vowels; a pack whose voice cannot be followed without (`only`) has nothing else.
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

function record(tag, path, text) {
  const wav = join(tmpdir(), `amana-${process.pid}.wav`);
  const out = join("packs", tag, "sounds", `${path}.ogg`);
  mkdirSync(dirname(out), { recursive: true });
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

const forms = process.argv.slice(2).filter((one) => one.endsWith(".json"));
for (const tag of process.argv.slice(2).filter((one) => !forms.includes(one))) {
  const spoken = read(join("packs", tag, "spoken.json"));
  const partial = spoken.only === true;
  for (const digit of "0123456789") record(tag, `page/digit.${digit}`, spoken[`digit.${digit}`] ?? digit);
  for (const [area, keys] of Object.entries(SENTENCES)) {
    const said = read(join("packs", tag, `${area}.json`));
    for (const key of keys) {
      const text = spoken[`${area}.${key}`] ?? (partial ? null : said[key]);
      if (text) record(tag, `page/${area}.${key}`, text);
    }
  }
  const said = new Set();
  for (const [path, text] of partial ? [] : [...listed(tag), ...forms.flatMap((form) => asked(read(form), tag))])
    if (text && !said.has(text)) {
      said.add(text);
      record(tag, path, text);
    }
  writeFileSync(
    join("packs", tag, "sounds", "SYNTHETIC"),
    "Made by espeak-ng (packs/record.mjs). A speaker should record these anew.\n",
  );
}
