import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { secretMask } from '@shared/mask'
import type { RevisionPart } from '@shared/model/release'
import { connect } from '../../e2e/cluster/kube-client.mjs'
import type { HelmCall } from '../helm/run'
import { realHelm, targetOf, writeChart } from '../helm/testing/real-helm'
import { createApiClientPool } from '../kube/api-client'
import { createRevisionReader } from './revision'
import { valuesToYaml } from '../records/revision-values'

const kubeconfig = inject('kubeconfig')
const { 'current-context': context } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as { 'current-context': string }
const target = targetOf(kubeconfig, context)
const clients = createApiClientPool({ env: process.env })
const revisions = createRevisionReader((at) => clients.clientFor(at))
afterAll(() => clients.dispose())

/** Texts and numbers that readers of YAML are known to take for something else. */
const traps = {
  words: ['yes', 'No', 'on', 'OFF', 'y', 'N', 'true', 'null', '~', '', 'NaN', '.inf'],
  numbers: ['012', '0o17', '0x1F', '0b1', '1e3', '1_000', '089', '1:30', '1.10', '+1', '12345678901234567890'],
  dates: ['2001-01-01', '2001-12-14t21:59:43.10-05:00'],
  signs: [
    '- a',
    'a: b',
    'a #b',
    '#a',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '|',
    '>',
    '"a',
    "'a",
    ' a ',
    '{a',
    '[a',
    '=',
    '<<',
  ],
  lines: [
    'a\nb',
    'a\nb\n',
    '\na',
    ' a\nb',
    'a \n\n b\n',
    'a\tb',
    '\ta\n',
    'a\r\nb',
    'a\u0085b',
    'a\u2028b',
    '\uFEFFa',
    '😀',
  ],
  real: [1, 0.5, 1e21, 1e-7, -3, true, false, 100000000],
  yes: 'a key that is a word',
  '012': 'a key that is a number',
  'a: b': 'a key with a colon',
  '': 'a key that is nothing',
  nothing: {},
  none: [],
}

const defaults = {
  replicas: 1,
  auth: { user: 'joe', password: 'from-the-chart', nested: { keep: 1, drop: 2 } },
  list: [1, 2, 3],
  dropped: { a: 1 },
  toText: { a: 1 },
  toMap: 'text',
}
const own = {
  replicas: 3,
  auth: { password: 's3cret-of-mine', nested: { drop: null }, extra: { gone: null, stays: 1 } },
  list: [9],
  dropped: null,
  toMap: { b: 2 },
  traps,
}

const template = {
  secret: {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: '{{ .Release.Name }}-secret' },
    stringData: { login: '{{ .Values.auth.user }}', password: '{{ .Values.auth.password }}' },
  },
  map: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: '{{ .Release.Name }}-config', namespace: '{{ .Release.Namespace }}' },
    data: { url: 'user:{{ .Values.auth.password }}@db', shown: 'harmless' },
  },
}

describe.each([3, 4] as const)('a revision made by helm %i', (major) => {
  const helm = realHelm(inject('helms')[major], kubeconfig)
  const namespace = `revision-${major}`
  const chart = writeChart(helm.dir, 'revised', '1.2.3')
  const id = (revision: number): Parameters<typeof revisions.detail>[1] => ({ namespace, name: 'app', revision })
  const text = async (revision: number, part: RevisionPart, reveal = true): Promise<string> =>
    (await revisions.text(target, id(revision), part, reveal)).text
  const byHand = async (...args: string[]): Promise<string> => helm.byHand('get', ...args, 'app', '-n', namespace)

  const change = (verb: string, flags: string[], stdin: string): Promise<unknown> => {
    const call: HelmCall = {
      kind: 'change',
      verb: [verb],
      flags: [...flags, '--values=-'],
      positionals: ['app', chart],
      scope: { namespace },
      timeLimitMs: 60_000,
      stdin,
    }
    return helm.runner.run(target, call)
  }

  beforeAll(async () => {
    writeFileSync(join(chart, 'values.yaml'), JSON.stringify(defaults))
    writeFileSync(join(chart, 'templates', 'map.yaml'), JSON.stringify(template.map))
    writeFileSync(join(chart, 'templates', 'secret.yaml'), JSON.stringify(template.secret))
    writeFileSync(join(chart, 'templates', 'NOTES.txt'), 'Sign in as joe with {{ .Values.auth.password }}.')
    await change('install', ['--create-namespace'], '')
    await change('upgrade', ['--reset-values'], JSON.stringify(own))
  })
  afterAll(() => helm.dispose())

  it('is told as helm tells it', async () => {
    const detail = await revisions.detail(target, id(2))
    expect(detail).toMatchObject({
      name: 'app',
      namespace,
      revision: 2,
      status: 'deployed',
      description: 'Upgrade complete',
      chartName: 'revised',
      chartVersion: '1.2.3',
      appVersion: '9.1',
      canKeepChart: true,
      hooks: [],
    })
    expect(Date.parse(detail.updated)).toBeGreaterThan(Date.parse(detail.firstDeployed))
    expect(detail.objects.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
      { kind: 'ConfigMap', name: 'app-config', namespace },
      { kind: 'Secret', name: 'app-secret', namespace: '' },
    ])
    expect((await revisions.detail(target, id(1))).status).toBe('superseded')
  })

  it('has the values that were given, readable as the same', async () => {
    expect(await text(1, 'values')).toBe('')
    const given = JSON.parse(await byHand('values', '--revision=2', '-o=json')) as unknown
    expect(load(await text(2, 'values'))).toBeTruthy()
    await change('upgrade', ['--reset-values'], await text(2, 'values'))
    expect(JSON.parse(await byHand('values', '--revision=3', '-o=json'))).toEqual(given)
    expect(await text(3, 'values')).toBe(await text(2, 'values'))
  })

  it('has the computed values that helm computes', async () => {
    for (const revision of [1, 2]) {
      const computed = JSON.parse(await byHand('values', '--all', `--revision=${revision}`, '-o=json')) as Record<
        string,
        unknown
      >
      expect(await text(revision, 'computed-values')).toBe(valuesToYaml(computed))
    }
  })

  it('has the manifest and the notes that helm shows', async () => {
    expect(await text(2, 'manifest')).toBe((await byHand('manifest', '--revision=2')).replace(/\n$/, ''))
    expect(`NOTES:\n${await text(2, 'notes')}\n`).toBe(await byHand('notes', '--revision=2'))
  })

  it('keeps its secrets until they are asked for', async () => {
    const parts = ['values', 'computed-values', 'manifest', 'notes'] as const
    for (const part of parts) {
      const { text: shown, masked } = await revisions.text(target, id(2), part, false)
      expect(shown).not.toContain('s3cret-of-mine')
      expect(shown).toContain(secretMask)
      expect(masked).toBeGreaterThan(0)
      expect(await text(2, part)).toContain('s3cret-of-mine')
    }
    expect(await text(2, 'manifest', false)).toContain(`user:${secretMask}@db`)
    expect(await text(2, 'manifest', false)).toContain('harmless')
  })

  it('that is gone is told', async () => {
    await expect(revisions.detail(target, id(99))).rejects.toMatchObject({ error: { code: 'revision-not-found' } })
    await expect(revisions.text(target, { ...id(1), name: 'nosuch' }, 'notes', true)).rejects.toMatchObject({
      error: { code: 'revision-not-found' },
    })
  })

  it('is read again when its Secret is another', async () => {
    await revisions.detail(target, id(2))
    await helm.byHand('uninstall', 'app', '-n', namespace)
    await expect(revisions.detail(target, id(2))).rejects.toMatchObject({ error: { code: 'revision-not-found' } })
    await change('install', [], 'replicas: 7\n')
    expect(await text(1, 'values')).toBe('replicas: 7\n')
    const client = connect(kubeconfig)
    await client.call('DELETE', `/api/v1/namespaces/${namespace}`)
    client.close()
  })
})
