"""What the page's own modules seal, the desk opens; they are bundled as the page is and really run by Node."""

import base64
import json

import pytest
from tests.sealing.peer import run_module

from amana.sealing import envelope, ids, keys
from amana.sealing.codec import base64url
from amana.sealing.inside import Inside
from amana.sealing.vectors import sealed

SEAL = """
import { build } from "esbuild";
import { COMMON } from "./bundle.mjs";
const told = JSON.parse(await new Response(process.stdin).text());
const entryPoints = ["src/sealing/envelope.ts"];
const { outputFiles } = await build({ ...COMMON, platform: "node", entryPoints, write: false });
const code = Buffer.from(outputFiles[0].contents).toString("base64");
const { seal } = await import(`data:text/javascript;base64,${code}`);
const attachments = told.attachments.map((text) => new Uint8Array(Buffer.from(text, "base64url")));
const envelopes = await Promise.all(told.inside.map((inside) =>
  seal(inside, inside.attachments.length ? attachments : [], told.recipients)));
console.log(JSON.stringify(envelopes.map((bytes) => Buffer.from(bytes).toString("base64"))));
"""


MEASURE = """
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { COMMON } from "./bundle.mjs";
const names = ["envelope", "opening", "signing", "card", "manifest", "receipt", "signatures", "parts"];
const contents = names.map((name) => `export * as ${name} from "./src/sealing/${name}";`).join("\\n");
const stdin = { contents, resolveDir: process.cwd() };
const { outputFiles } = await build({ ...COMMON, stdin, minify: true, write: false });
console.log(gzipSync(outputFiles[0].contents, { level: 9 }).length);
"""
LARGEST = 40_000
"""Bytes of all of sealing, minified and gzipped: what is left of the page's 64 KiB is for its screens."""


@pytest.mark.parametrize("identities", [[sealed.DESK], [sealed.DESK, sealed.RECOVERY]])
def test_the_desk_opens_what_the_phone_seals(identities: list[str]) -> None:
    long = sealed.ADDITION | {"text": "ẹ" * 100_000}
    kinds = [value for value in sealed.KINDS.values() if value["kind"] != "letter" and not value["attachments"]]
    values = [sealed.ACCOUNT, long, *kinds]
    told = {
        "inside": values,
        "attachments": [base64url(data) for data in sealed.ATTACHMENTS],
        "recipients": [keys.recipient_of(identity) for identity in identities],
    }
    texts = json.loads(run_module(SEAL, json.dumps(told).encode()))
    envelopes = [base64.b64decode(text) for text in texts]
    for identity in identities:
        for value, made in zip(values, envelopes, strict=True):
            inside, attachments = envelope.open_([identity], made)
            assert inside == Inside.model_validate(value)
            assert attachments == (sealed.ATTACHMENTS if inside.attachments else [])
    assert len({ids.id_of(made) for made in envelopes}) == len(envelopes)


def test_sealing_leaves_room_for_the_rest_of_the_page() -> None:
    assert int(run_module(MEASURE)) <= LARGEST
