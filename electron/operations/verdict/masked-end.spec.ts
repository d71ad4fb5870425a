import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { secretMask } from '@shared/mask'
import { appError, type AppError } from '@shared/errors'
import { helmError } from '../../helm/errors'
import { maskedEnd, type KnownSecrets } from './masked-end'
import type { Reader } from '../../records/read-record'

const none = { stdout: '', stderr: '' }
const place = { namespace: 'shop', name: 'web', revision: 2 }

/** A cluster that has these revisions of the release, by number, with these values. */
function clusterWith(revisions: Readonly<Record<number, object>>): Reader {
  return {
    get: (path: string) => {
      const revision = Number(/\.v(\d+)$/.exec(path)?.[1])
      const config = revisions[revision]
      if (config === undefined) return Promise.reject(new Error('not found'))
      const info = { status: 'deployed' }
      const payload = { name: 'web', namespace: 'shop', version: revision, info, config, chart: { metadata: {} } }
      const release = Buffer.from(gzipSync(JSON.stringify(payload)).toString('base64')).toString('base64')
      return Promise.resolve({ metadata: { name: 'x', namespace: 'shop' }, data: { release } })
    },
  }
}

/** The values that were sent, with a chart that has no defaults of its own. */
const sent = (values: string): KnownSecrets => ({ values, defaults: () => Promise.resolve('') })

async function masked(client: Reader, error: AppError, known: KnownSecrets = {}): Promise<AppError> {
  const { event } = await maskedEnd(client, place, { event: { event: 'failed', error }, output: none, known })
  if (event.event !== 'failed') throw new Error(event.event)
  return event.error
}

const secret = 'correct horse "battery" staple'
const said = `Error: UPGRADE FAILED: execution error at (web/templates/a.yaml:2:4): bad password: ${secret}\n`

describe('the words of a failure', () => {
  it.each([
    ['sent', undefined, sent(`password: ${JSON.stringify(secret)}\n`)],
    [
      'defaults of its chart',
      undefined,
      { values: '', defaults: () => Promise.resolve(`password: ${JSON.stringify(secret)}\n`) },
    ],
    ['kept from another revision', undefined, { secrets: [secret] }],
    ['stored', { 2: { password: secret } }, undefined],
    ['stored before, when the change itself was not', { 1: { password: secret } }, undefined],
  ] as const)('hide values that were %s', async (_, revisions, known) => {
    const error = await masked(clusterWith(revisions ?? {}), helmError(said, 'upgrade'), known)
    expect(error.cause).toBe(`It says: bad password: ${secretMask}. (templates/a.yaml, line 2)`)
    expect(error.detail).not.toContain('horse')
  })

  it('hide what is quoted, put on one line, or cut in the middle', async () => {
    const lines = 'first part\nsecond part of it'
    const values = `password: ${JSON.stringify(secret)}\ntoken: ${JSON.stringify(lines)}\n`
    const of = async (text: string): Promise<string> =>
      (await masked(clusterWith({}), helmError(`Error: ${text}`, 'upgrade'), sent(values))).cause
    expect(await of(`no ${JSON.stringify(secret)}`)).toBe(`no "${secretMask}".`)
    expect(await of(`no ${lines}`)).toBe(`no ${secretMask}.`)
    for (const length of [262, 270, 280, 290]) expect(await of('x'.repeat(length) + secret)).not.toContain('corr')
  })

  it('hide what a rollback went back to', async () => {
    const error = await masked(clusterWith({ 1: {}, 7: { password: secret } }), helmError(said, 'rollback'), {
      basis: 7,
    })
    expect(JSON.stringify(error)).not.toContain('horse')
  })

  it('hide a secret in base64, in an address, in a form that shows what it is', async () => {
    const values = `password: ${JSON.stringify(secret)}\n`
    const encoded = `Error: ${Buffer.from(`joe:${secret}`).toString('base64')} and ${encodeURIComponent(secret)} and --token=abc7def`
    const error = await masked(clusterWith({}), helmError(encoded, 'upgrade'), sent(values))
    expect(error.detail).toBe(`Error: ${secretMask} and ${secretMask} and --token=${secretMask}`)
  })

  it('are kept back where the defaults of the chart cannot be read', async () => {
    const known = { values: 'a: 1\n', defaults: () => Promise.resolve(null) }
    expect(await masked(clusterWith({}), helmError(said, 'upgrade'), known)).toMatchObject({ detail: '' })
  })

  it('are kept back where nobody can tell what is secret in them', async () => {
    const error = await masked(clusterWith({}), helmError(said, 'upgrade'))
    expect(error).toMatchObject({ code: 'chart-invalid', detail: '' })
    expect(error.cause).toContain('its secrets are unknown')
    const lost = appError('cluster-unreachable', 'Gone.', { cause: "It doesn't respond.", detail: said })
    expect(await masked(clusterWith({}), lost)).toEqual({ ...lost, detail: '' })
    const silent = helmError('Error: kubernetes cluster unreachable: Get "https://127.0.0.1:9/version": EOF')
    expect(await masked(clusterWith({}), silent)).toEqual(silent)
  })
})
