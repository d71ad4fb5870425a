import { createPrivateKey, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'

/**
 * X.509 certificates with nothing but Node: a certificate is a small DER structure (RFC 5280) and node:crypto signs it.
 * So users of a test cluster need no openssl program.
 *
 * @typedef {object} CertificateRequest
 * @property {string} commonName the user's name for Kubernetes
 * @property {string[]} [groups] organizations: the user's groups for Kubernetes
 * @property {Date} [notBefore] default: an hour ago
 * @property {Date} [notAfter] default: in a day
 */
/** @typedef {{ certificate: string, privateKey: string }} KeyPair both PEM */
/** @typedef {{ certificate: string, privateKey: string }} Authority both PEM; an RSA key */

const hour = 3_600_000

/**
 * A new key and a client certificate for it.
 * @param {Authority} authority
 * @param {CertificateRequest} request
 * @returns {KeyPair}
 */
export function issueClientCertificate(authority, { commonName, groups = [], notBefore, notAfter }) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = signed(createPrivateKey(authority.privateKey), {
    issuer: subjectOf(authority.certificate),
    subject: nameOf(commonName, groups),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    notBefore: notBefore ?? new Date(Date.now() - hour),
    notAfter: notAfter ?? new Date(Date.now() + 24 * hour),
    extensions: clientAuth(),
  })
  return { certificate: pem(certificate), privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

/**
 * A certificate authority of its own: nobody trusts it. It can be a server's certificate too.
 * @param {string} commonName a server's host name, for that
 * @returns {Authority}
 */
export function newAuthority(commonName) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const name = nameOf(commonName, [])
  const certificate = signed(privateKey, {
    issuer: name,
    subject: name,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    notBefore: new Date(Date.now() - hour),
    notAfter: new Date(Date.now() + 24 * hour),
    extensions: Buffer.concat([authority(), hostName(commonName)]),
  })
  return { certificate: pem(certificate), privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

/**
 * @param {import('node:crypto').KeyObject} key
 * @param {{ issuer: Buffer, subject: Buffer, publicKey: Buffer, notBefore: Date, notAfter: Date, extensions: Buffer }} parts
 */
function signed(key, { issuer, subject, publicKey, notBefore, notAfter, extensions }) {
  const algorithm = sequence(oid('1.2.840.113549.1.1.11'), tlv(0x05)) // sha256WithRSAEncryption
  const version3 = tlv(0xa0, integer(Buffer.from([2])))
  const validity = sequence(time(notBefore), time(notAfter))
  const serial = integer(randomBytes(16))
  const body = sequence(
    version3,
    serial,
    algorithm,
    issuer,
    validity,
    subject,
    publicKey,
    tlv(0xa3, sequence(extensions)),
  )
  return sequence(body, algorithm, bitString(sign('sha256', body, key)))
}

function clientAuth() {
  return sequence(oid('2.5.29.37'), tlv(0x04, sequence(oid('1.3.6.1.5.5.7.3.2'))))
}

function authority() {
  return sequence(oid('2.5.29.19'), tlv(0x01, Buffer.from([0xff])), tlv(0x04, sequence(tlv(0x01, Buffer.from([0xff])))))
}

/** subjectAltName: Go does not look for a host name anywhere else. @param {string} host */
function hostName(host) {
  return sequence(oid('2.5.29.17'), tlv(0x04, sequence(tlv(0x82, Buffer.from(host)))))
}

/** @param {string} commonName @param {string[]} groups */
function nameOf(commonName, groups) {
  /** @param {string} type @param {string} text */
  const part = (type, text) => tlv(0x31, sequence(oid(type), tlv(0x0c, Buffer.from(text))))
  return sequence(...groups.map((group) => part('2.5.4.10', group)), part('2.5.4.3', commonName))
}

/**
 * A certificate's subject, byte for byte: the issuer of what it signs has to be equal to it.
 * @param {string} certificatePem
 */
function subjectOf(certificatePem) {
  const [body] = children(new X509Certificate(certificatePem).raw)
  const fields = body ? children(body) : []
  const subject = fields[5] // version, serial, algorithm, issuer, validity, subject
  if (!subject) throw new Error('the certificate authority has no subject')
  return subject
}

/** The elements inside a DER element. @param {Buffer} element @returns {Buffer[]} */
function children(element) {
  const { start, end } = extent(element, 0)
  const found = []
  for (let at = start; at < end;) {
    const next = extent(element, at).end
    found.push(element.subarray(at, next))
    at = next
  }
  return found
}

/** Where the content of the element at an offset begins and ends. @param {Buffer} bytes @param {number} offset */
function extent(bytes, offset) {
  const first = bytes[offset + 1] ?? 0
  const more = first < 0x80 ? 0 : first & 0x7f
  const length = more === 0 ? first : bytes.readUIntBE(offset + 2, more)
  const start = offset + 2 + more
  return { start, end: start + length }
}

/** @param {number} tag @param {...Buffer} content */
function tlv(tag, ...content) {
  const body = Buffer.concat(content)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const size = body.length < 0x100 ? 1 : body.length < 0x10000 ? 2 : 3
  const length = Buffer.alloc(size)
  length.writeUIntBE(body.length, 0, size)
  return Buffer.concat([Buffer.from([tag, 0x80 | size]), length, body])
}

/** @param {...Buffer} content */
const sequence = (...content) => tlv(0x30, ...content)

/** Positive: a leading bit that is set would mean a negative number. @param {Buffer} bytes */
const integer = (bytes) =>
  tlv(0x02, (bytes[0] ?? 0) & 0x80 || bytes[0] === 0 ? Buffer.concat([Buffer.from([1]), bytes]) : bytes)

/** @param {Buffer} bytes */
const bitString = (bytes) => tlv(0x03, Buffer.from([0]), bytes)

/** @param {Date} date */
const time = (date) => tlv(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`))

/** @param {string} dotted */
function oid(dotted) {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tlv(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]))
}

/** @param {number} value */
function base128(value) {
  const bytes = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}

/** @param {Buffer} der */
function pem(der) {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
