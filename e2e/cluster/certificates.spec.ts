import { createPrivateKey, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { issueClientCertificate, newAuthority } from './certificates.mjs'

describe('issueClientCertificate', () => {
  const authority = newAuthority('the authority')
  const issuer = new X509Certificate(authority.certificate)

  it('makes a certificate that its authority has signed, for its own key', () => {
    const pair = issueClientCertificate(authority, { commonName: 'alice', groups: ['team-a', 'readers'] })
    const certificate = new X509Certificate(pair.certificate)
    expect(certificate.verify(issuer.publicKey)).toBe(true)
    expect(certificate.checkIssued(issuer)).toBe(true)
    expect(certificate.checkPrivateKey(createPrivateKey(pair.privateKey))).toBe(true)
    expect(certificate.subject).toBe('O=team-a\nO=readers\nCN=alice')
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
    expect(certificate.ca).toBe(false)
    expect(issuer.ca).toBe(true)
  })

  it('is not signed by another authority of the same name', () => {
    const certificate = new X509Certificate(issueClientCertificate(authority, { commonName: 'alice' }).certificate)
    const other = new X509Certificate(newAuthority('the authority').certificate)
    expect(certificate.verify(other.publicKey)).toBe(false)
  })

  it('is valid in the time it is told', () => {
    const dates = { notBefore: new Date('2020-02-29T12:30:00Z'), notAfter: new Date('2060-01-01T00:00:00Z') }
    const certificate = new X509Certificate(
      issueClientCertificate(authority, { commonName: 'x', ...dates }).certificate,
    )
    expect(new Date(certificate.validFrom)).toEqual(dates.notBefore)
    expect(new Date(certificate.validTo)).toEqual(dates.notAfter)
  })

  it('has a serial number that is valid every time', () => {
    const serials = Array.from({ length: 40 }, () => {
      const { certificate } = issueClientCertificate(authority, { commonName: 'x' })
      return new X509Certificate(certificate).serialNumber
    })
    expect(new Set(serials).size).toBe(serials.length)
    // A set first bit would be a negative number, which RFC 5280 forbids and Go's parser refuses.
    expect(serials.filter((serial) => serial.startsWith('-'))).toEqual([])
  })
})
