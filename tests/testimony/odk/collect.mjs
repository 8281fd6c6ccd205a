/**
 * Encrypts a submission as ODK Collect does, after the ODK XForms specification ("Encrypted Forms"), with nothing but
 * Node's own OpenSSL: so that the desk's reader is held against a writer that shares no line with it.
 *
 * stdin: { publicKey, form, version, instance, xml, media: [[name, base64], …] }, stdout: { manifest, files: [[name, base64], …] }
 */
import { constants, createCipheriv, createHash, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

const { publicKey, form, version, instance, xml, media } = JSON.parse(readFileSync(0, 'utf8'))
const rsa = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
const seal = (data) =>
  publicEncrypt({ key: rsa, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, data).toString('base64')
const md5 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('md5')).digest()

const secret = randomBytes(32)
const iv = md5(instance, secret)
const plain = [...media.map(([name, data]) => [name, Buffer.from(data, 'base64')]), ['submission.xml', Buffer.from(xml)]]
const key = seal(secret)
const source = [form, ...(version === null ? [] : [version]), key, instance]
const files = plain.map(([name, data], n) => {
  iv[n % 16] += 1
  const cipher = createCipheriv('aes-256-cfb', secret, iv)
  cipher.setAutoPadding(false)
  const left = 16 - (data.length % 16)
  source.push(`${name}::${md5(data).toString('hex')}`)
  return [`${name}.enc`, Buffer.concat([cipher.update(data), cipher.update(Buffer.alloc(left, left)), cipher.final()])]
})
const signature = seal(md5(`${source.join('\n')}\n`))
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const manifest = `<data xmlns="http://www.opendatakit.org/xforms/encrypted" id="${escaped(form)}"${
  version === null ? '' : ` version="${escaped(version)}"`
} encrypted="yes"><base64EncryptedKey>${key}</base64EncryptedKey><orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>${escaped(instance)}</orx:instanceID></orx:meta>
${files.slice(0, -1).map(([name]) => `<media><file>${escaped(name)}</file></media>\n`).join('')}<encryptedXmlFile>submission.xml.enc</encryptedXmlFile><base64EncryptedElementSignature>${signature}</base64EncryptedElementSignature></data>`
process.stdout.write(JSON.stringify({ manifest, files: files.map(([name, data]) => [name, data.toString('base64')]) }))
