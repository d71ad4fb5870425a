import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'

/** What is wrong with certificates or keys: for a person, and as client-go says it. */
export interface PemFault {
  readonly words: string
  readonly raw: string
}

/**
 * Whether at least one certificate can be read, which is all that Go's x509.CertPool asks for.
 * @param name what holds them, as the kubeconfig calls it
 */
export function authorityFault(pem: string, name: string): PemFault | undefined {
  const blocks = pemBlocks(pem)
  if (blocks.length === 0) {
    return {
      words: `${name} holds no certificate: nothing in it is in PEM format (-----BEGIN CERTIFICATE-----).`,
      raw: 'unable to load root certificates: unable to parse bytes as PEM block',
    }
  }
  const certificates = blocks.filter(isCertificate)
  if (certificates.some((block) => readCertificate(block) !== undefined)) return undefined
  return certificates.length > 0
    ? {
        words: `${name} holds no certificate that can be read.`,
        raw: 'unable to load root certificates: failed to parse certificate',
      }
    : {
        words: `${name} holds no certificate.`,
        raw: 'unable to load root certificates: no valid certificate authority data seen',
      }
}

/**
 * Whether a client certificate and its key can be read and belong together, as Go's tls.X509KeyPair decides it.
 */
export function keyPairFault(certificatePem: string, keyPem: string): PemFault | undefined {
  const block = pemBlocks(certificatePem).find(isCertificate)
  if (block === undefined) {
    return {
      words: 'The client certificate holds no certificate in PEM format (-----BEGIN CERTIFICATE-----).',
      raw: 'tls: failed to find any PEM data in certificate input',
    }
  }
  const certificate = readCertificate(block)
  if (certificate === undefined) {
    return { words: "The client certificate can't be read.", raw: 'x509: malformed certificate' }
  }
  const keyBlock = pemBlocks(keyPem).find(({ type }) => /^(?:.+ )?PRIVATE KEY$/.test(type))
  if (keyBlock === undefined) {
    return {
      words: 'The client key holds no private key in PEM format (-----BEGIN PRIVATE KEY-----).',
      raw: 'tls: failed to find any PEM data in key input',
    }
  }
  const key = readKey(keyBlock.text)
  if (key === undefined) {
    return {
      words: "The client key can't be read. It may be locked with a passphrase.",
      raw: 'tls: failed to parse private key',
    }
  }
  if (certificate.checkPrivateKey(key)) return undefined
  return {
    words: "The client key doesn't match the client certificate.",
    raw: 'tls: private key does not match public key',
  }
}

interface Block {
  readonly type: string
  readonly text: string
}

function pemBlocks(pem: string): Block[] {
  return [...pem.matchAll(/-----BEGIN ([^\n-]+)-----[ \t\r]*\n[^-]*-----END \1-----/g)].map(([text, type = '']) => ({
    type,
    text,
  }))
}

/** Go skips certificates whose block has headers. */
function isCertificate({ type, text }: Block): boolean {
  return type === 'CERTIFICATE' && !text.includes(':')
}

function readCertificate({ text }: Block): X509Certificate | undefined {
  try {
    return new X509Certificate(text)
  } catch {
    return undefined
  }
}

function readKey(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text)
  } catch {
    return undefined
  }
}
