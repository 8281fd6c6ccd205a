"""ODK's own form engine (@getodk/xforms-engine), run for real in Node: it loads what we build, and fills it in."""

import json
from typing import Any

from tests.sealing.peer import run_module

FILL = """
import { createRequire } from "node:module";
import { JSDOM } from "jsdom";
const { window } = new JSDOM("");
const NAMES = ["DOMParser", "XMLSerializer", "Node", "Document", "Element", "Text", "Attr", "XPathResult", "Comment",
  "CDATASection", "ProcessingInstruction", "DocumentType", "XMLDocument", "NodeList", "DocumentFragment"];
for (const name of NAMES) globalThis[name] ??= window[name];
globalThis.window ??= window;
globalThis.document ??= window.document;
globalThis.__dirname = "/";
globalThis.require = createRequire(process.cwd() + "/");
const { loadForm } = await import("@getodk/xforms-engine");
const told = JSON.parse(await new Response(process.stdin).text());
const answers = [];
const places = () => Promise.resolve(new Response(told.places, { headers: { "content-type": "text/csv" } }));
const nameOf = (node) => node.currentState.reference.split("/").at(-1).replace(/\\[.*/, "");
const fields = function* (node) {
  for (const child of node.currentState.children ?? []) {
    yield child;
    if (child.nodeType === "group") yield* fields(child);
  }
};
const fill = (parent, values) => {
  for (const [name, value] of Object.entries(values)) {
    const node = [...fields(parent)].find((field) => nameOf(field) === name && field.currentState.relevant);
    if (!node) throw new Error(`no field ${name} is shown`);
    if (node.nodeType.startsWith("repeat-range")) {
      value.forEach((instance, index) => {
        if (node.currentState.children.length <= index) node.addInstances();
        fill(node.currentState.children[index], instance);
      });
    } else if (node.nodeType === "select") node.selectValues([value].flat());
    else if (node.nodeType === "upload") node.setValue(new File(["sound"], value));
    else node.setValue(node.valueType === "int" ? BigInt(value) : value);
  }
};
for (const job of told.jobs) {
  const form = await loadForm(job.xml, { fetchFormAttachment: places });
  if (form.status !== "success") throw new Error(String(form.error));
  const { root } = form.createInstance();
  fill(root, job.fields);
  const shown = [...fields(root)].filter((field) => field.currentState.relevant).map(nameOf);
  const { data } = await root.prepareInstancePayload();
  answers.push({ xml: await data[0].get("xml_submission_file").text(), shown });
}
console.log(JSON.stringify(answers));
"""
PLACES = "name,label\nKELL,Kell (Invented)\nSELO,Selo crossing\n"


def fill(*jobs: tuple[bytes, dict[str, Any]]) -> list[tuple[bytes, list[str]]]:
    """For each XForm and its fields: the submission's XML, and the names of the fields that are shown at its end."""
    told = {"jobs": [{"xml": xform.decode(), "fields": fields} for xform, fields in jobs], "places": PLACES}
    filled = json.loads(run_module(FILL, json.dumps(told).encode()))
    return [(answer["xml"].encode(), answer["shown"]) for answer in filled]
