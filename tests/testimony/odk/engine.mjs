/**
 * Fills an XForm by ODK's own engine (@getodk/xforms-engine): every question that it shows, with what `choose` says of a
 * field (null: nothing) or else the first choice, some words, a number, a date, a point, a file.
 *
 * stdin: [{ xform, places: CSV or null, choose: { field: code, … } }, …]
 * stdout: [{ xml, instance, media: [[name, base64], …], filled: { field: what was put, … } }, …]
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const modules = new URL('../../../intake/node_modules/', import.meta.url)
const { JSDOM } = await import(new URL('jsdom/lib/api.js', modules))
const { window } = new JSDOM('', { url: 'https://hub.example/' })
const wanted = ['DOMParser', 'XMLSerializer', 'XPathResult', 'Node', 'Element', 'Document', 'XMLDocument', 'Attr', 'Text', 'Comment', 'CDATASection', 'localStorage', 'document']
for (const name of wanted) globalThis[name] ??= window[name]
// The engine's XPath parser believes that it stands in a CommonJS module.
globalThis.__dirname = '/'
globalThis.require = createRequire(import.meta.url)
const { loadForm } = await import(new URL('@getodk/xforms-engine/dist/index.js', modules))

const PUT = {
  string: (name) => `words of ${name}`,
  int: () => 7n,
  date: () => '2024-06-17',
  geopoint: () => ({ latitude: 14.5, longitude: -4.25, altitude: 0, accuracy: 3000 }),
}

/** Puts something into a question, and says what; undefined for one that nothing is put into. */
const put = (node, name, code) => {
  if (node.nodeType === 'select') {
    const codes = node.currentState.valueOptions.map((option) => option.value)
    const chosen = codes.includes(code) ? code : codes[0]
    node.selectValue(chosen)
    return chosen
  }
  if (node.nodeType === 'upload') {
    node.setValue(new File([`${name}, as it sounds or looks`], `${name}.bin`, { type: 'application/octet-stream' }))
    return `${name}.bin`
  }
  if (node.nodeType !== 'input') return undefined
  const value = PUT[node.valueType](name)
  node.setValue(value)
  return typeof value === 'object' ? 'a point' : String(value)
}

/** Fills what is shown and not filled yet; true if anything was, since more may be shown then. */
const fill = (node, choose, filled) => {
  let any = false
  for (const child of node.currentState.children ?? []) {
    const name = child.definition.nodeset.split('/').at(-1)
    if (!child.currentState.relevant) continue
    any = fill(child, choose, filled) || any
    if (name in filled || child.currentState.readonly || choose[name] === null) continue
    const what = put(child, name, choose[name])
    if (what === undefined) continue
    filled[name] = what
    any = true
  }
  return any
}

/** One form, loaded, filled, and as the engine would send it. */
const submission = async ({ xform, places, choose }) => {
  const fetchFormAttachment = async () => new Response(places, { headers: { 'content-type': 'text/csv' } })
  const loaded = await loadForm(xform, { fetchFormAttachment })
  if (loaded.status === 'failure') throw loaded.error
  const { root } = loaded.createInstance()
  const filled = {}
  while (fill(root, choose, filled));
  const payload = await root.prepareInstancePayload({ payloadType: 'monolithic' })
  const files = payload.data.flatMap((data) => [...data.entries()])
  const xml = await files.find(([name]) => name === 'xml_submission_file')[1].text()
  const media = []
  for (const [name, file] of files)
    if (name !== 'xml_submission_file') media.push([file.name, Buffer.from(await file.arrayBuffer()).toString('base64')])
  return { xml, instance: /<(?:orx:)?instanceID>([^<]+)</.exec(xml)[1], media, filled }
}

const made = []
for (const asked of JSON.parse(readFileSync(0, 'utf8'))) made.push(await submission(asked))
process.stdout.write(JSON.stringify(made), () => process.exit(0))
