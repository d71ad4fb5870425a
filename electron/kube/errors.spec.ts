import { describe, expect, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import { httpStatusOf, networkFailure, retryAfterOf, statusFailure } from './errors'

const place = { context: 'prod', server: 'https://prod.test' }
const failed = (code: string, message = 'raw words'): Error => Object.assign(new Error(message), { code })

describe('a network error in plain words', () => {
  it.each([
    ['ECONNREFUSED', 'cluster-unreachable', 'Nothing listens'],
    ['ENOTFOUND', 'cluster-unreachable', 'name is unknown'],
    ['EAI_AGAIN', 'cluster-unreachable', "couldn't be looked up"],
    ['ECONNRESET', 'cluster-unreachable', 'cut'],
    ['ENETUNREACH', 'cluster-unreachable', 'no network'],
    ['HPE_INVALID_CONSTANT', 'cluster-unreachable', 'like a web server'],
    ['ESOMETHING', 'cluster-unreachable', 'The connection failed (ESOMETHING).'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'cluster-certificate', "doesn't name"],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'cluster-certificate', 'self-signed'],
    ['CERT_HAS_EXPIRED', 'cluster-certificate', 'expired'],
    ['CERT_NOT_YET_VALID', 'cluster-certificate', 'clock'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'cluster-certificate', 'another name'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'cluster-certificate', 'refuses the client certificate'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'cluster-certificate', 'refuses the client certificate'],
    ['ERR_OSSL_X509_KEY_VALUES_MISMATCH', 'cluster-certificate', "don't match"],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'cluster-unreachable', "doesn't speak https"],
  ])('%s', (raw, code, words) => {
    const { error } = networkFailure(place, failed(raw))
    expect(error).toMatchObject({ code, cause: expect.stringContaining(words) as unknown })
    expect(error.detail).toContain(raw)
    expect(error.message).toContain('prod')
    expect(error.actions).toContain('retry')
  })

  it('is found inside the bundle that several addresses give', () => {
    const bundle = new AggregateError([failed('ECONNREFUSED'), failed('EHOSTUNREACH')])
    expect(networkFailure(place, bundle).error.cause).toContain('Nothing listens')
  })
})

describe('a failure at a proxy', () => {
  const proxied = { ...place, proxy: 'http://proxy.test:3128' }

  it.each([
    [failed('ECONNREFUSED'), /^Can't reach the proxy http:\/\/proxy\.test:3128\. Nothing listens/],
    [failed('ENOTFOUND'), /^Can't reach the proxy .*\. Its name is unknown\./],
    [failed('', 'Bad response: 407'), /requires a sign-in/],
    [failed('', 'Bad response: 502'), /couldn't connect to the cluster\. It responded with HTTP status 502/],
    [failed('', 'Proxy timeout'), /doesn't respond/],
    [failed('HPE_INVALID_CONSTANT', 'Parse Error'), /doesn't respond like a proxy/],
    [failed('', 'Socks5 proxy rejected connection - HostUnreachable'), /couldn't connect to the cluster/],
    [failed('', 'Socks5 Authentication failed'), /requires a sign-in/],
  ])('%s is told of the proxy', (error, words) => {
    const { message, cause, code } = networkFailure(proxied, error).error
    expect(code).toBe('cluster-unreachable')
    expect(`${message} ${cause}`).toMatch(words)
    expect(cause).toContain('proxy-url')
  })

  it('is not, where the cluster behind it fails', () => {
    expect(networkFailure(proxied, failed('CERT_HAS_EXPIRED')).error.code).toBe('cluster-certificate')
    expect(networkFailure(proxied, failed('ECONNRESET')).error.message).toContain('prod')
    expect(statusFailure(proxied, 503, '').error.message).toContain('prod')
    expect(statusFailure(proxied, 407, '').error.message).toMatch(/proxy\.test:3128 requires a sign-in/)
  })
})

it('says that https is expected where http was spoken', () => {
  const { error } = statusFailure(place, 400, 'Client sent an HTTP request to an HTTPS server.\n')
  expect(error).toMatchObject({
    message: 'https://prod.test expects https.',
    cause: expect.stringMatching(/^Put https:/) as unknown,
  })
})

describe('the answer behind a failure', () => {
  it('is known by its status, and is nothing for other errors', () => {
    expect(httpStatusOf(statusFailure(place, 418, ''))).toBe(418)
    expect(httpStatusOf(networkFailure(place, failed('ECONNREFUSED')))).toBeUndefined()
    expect(httpStatusOf(new Error('no'))).toBeUndefined()
    expect(retryAfterOf(statusFailure(place, 429, '', '2'))).toBe(2_000)
    expect(retryAfterOf(statusFailure(place, 429, '', 'Wed, 21 Oct 2015 07:28:00 GMT'))).toBeUndefined()
    expect(retryAfterOf(statusFailure(place, 429, '', 'Fri, 01 Jan 2100 00:00:00 GMT'))).toBe(60_000)
    expect(retryAfterOf(statusFailure(place, 429, '', '9999999'))).toBe(60_000)
    for (const none of ['0', '-5', 'soon', '', 'NaN', '-Infinity']) {
      expect(retryAfterOf(statusFailure(place, 429, '', none)), none).toBeUndefined()
    }
  })

  it('is shown in a bounded length', () => {
    const failure = statusFailure(place, 500, 'x'.repeat(100_000))
    expect(failure).toBeInstanceOf(AppFailure)
    expect(failure.error.detail.length).toBeLessThan(5_000)
  })
})
