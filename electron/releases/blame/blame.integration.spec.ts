import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { secretMask } from '@shared/mask'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { realHelm, targetOf, writeChart } from '../../helm/testing/real-helm'
import { createApiClientPool } from '../../kube/api-client'
import { createBlameReader } from './blame'

const kubeconfig = inject('kubeconfig')
const { 'current-context': context } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as { 'current-context': string }
const target = targetOf(kubeconfig, context)
const clients = createApiClientPool({ env: process.env })
const reader = createBlameReader((at) => clients.clientFor(at))
afterAll(() => clients.dispose())

/** Of revisions 1, 2, …; the fourth is damaged afterwards. */
const given = [
  { replicas: 1, image: { tag: '1.0' }, auth: { password: 's3cret-of-mine' } },
  { replicas: 2, image: { tag: '1.0' }, auth: { password: 's3cret-of-mine' } },
  { image: { tag: '1.0', pull: true }, auth: { password: 'another-s3cret' }, hosts: ['a'] },
  { image: { tag: '2.0', pull: true }, auth: { password: 'another-s3cret' }, hosts: ['a'] },
  { image: { pull: true, tag: '2.0' }, auth: { password: 'another-s3cret' }, hosts: ['a', 'b'], replicas: 2 },
]

describe.each([3, 4] as const)('values of five revisions made by helm %i', (major) => {
  const helm = realHelm(inject('helms')[major], kubeconfig)
  const namespace = `blame-${major}`
  const at = (revision: number): Parameters<typeof reader.blame>[1] => ({ namespace, name: 'app', revision })
  const client = connect(kubeconfig)

  beforeAll(async () => {
    const chart = writeChart(helm.dir, 'blamed', '1.2.3')
    writeFileSync(join(chart, 'values.yaml'), JSON.stringify({ greeting: 'hello', image: { name: 'web' } }))
    const values = join(helm.dir, 'given.yaml')
    for (const config of given) {
      writeFileSync(values, JSON.stringify(config))
      const where = ['-n', namespace, '--create-namespace']
      await helm.byHand('upgrade', '--install', '--reset-values', 'app', chart, '-f', values, ...where)
    }
  })
  afterAll(async () => {
    await client.call('DELETE', `/api/v1/namespaces/${namespace}`)
    client.close()
    await helm.dispose()
  })

  it('are blamed on the revision that set them', async () => {
    const { revisions, keys, unread } = await reader.blame(target, at(5))
    expect(revisions.map(({ revision }) => revision)).toEqual([5, 4, 3, 2, 1])
    expect(revisions[0]).toMatchObject({ description: 'Upgrade complete', chartVersion: '1.2.3' })
    expect(Date.parse(revisions[0]?.updated ?? '')).toBeGreaterThan(Date.parse(revisions[4]?.updated ?? ''))
    expect(unread).toEqual([])
    expect(Object.fromEntries(keys.map(({ path, revision }) => [path.join('.'), revision]))).toEqual({
      auth: 1,
      'auth.password': 3,
      hosts: 5,
      'hosts.0': 3,
      'hosts.1': 5,
      image: 3,
      'image.pull': 3,
      'image.tag': 4,
      replicas: 5,
    })
  })

  it('have a history, without their secrets', async () => {
    const history = async (...path: string[]) =>
      (await reader.history(target, at(5), path)).map(({ revision, value }) => [revision, value])
    expect(await history('replicas')).toEqual([
      [5, '2'],
      [3, null],
      [2, '2'],
      [1, '1'],
    ])
    expect(await history('auth', 'password')).toEqual([
      [3, secretMask],
      [1, secretMask],
    ])
  })

  it('have an origin', async () => {
    const { origins, gaps } = await reader.origins(target, at(1))
    expect(Object.fromEntries(origins.map(({ path, origin }) => [path.join('.'), origin]))).toEqual({
      'auth.password': 'mine',
      greeting: 'chart',
      'image.name': 'chart',
      'image.tag': 'mine',
      replicas: 'mine',
    })
    expect(gaps).toEqual([])
  })

  it('are blamed without a record that is damaged, which is named', async () => {
    const path = `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.app.v4`
    const record = await client.call<{ data: { release: string } }>('GET', path)
    record.data.release = Buffer.from('damaged').toString('base64')
    await client.call('PUT', path, record)
    const { keys, unread } = await reader.blame(target, at(5))
    expect(unread).toEqual([4])
    expect(keys).toContainEqual({ path: ['image', 'tag'], revision: 5 })
  })
})
