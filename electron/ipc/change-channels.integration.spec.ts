import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { connect } from '../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import type { Envelope } from '@shared/contract/bridge'
import { requests, type RequestName } from '@shared/contract/requests'
import { fail } from '@shared/errors'
import { secretMask } from '@shared/mask'
import { targetOf, writeChart } from '../helm/testing/real-helm'
import { createApiClientPool } from '../kube/api-client'
import { startRepairs } from '../operations/repair/start-repairs'
import { turning } from '../operations/repair/testing/turning'
import { openChangeLab } from '../operations/testing/change-lab'
import { openIndexLab } from '../releases/index/testing/index-lab'
import { createOwnValues } from '../releases/own-values'
import { createRevisionReader } from '../releases/revision'
import { openDoor, type Handlers } from './door'
import { helmHandlers } from './helm-handlers'
import { operationHandlers } from './operation-handlers'

const kubeconfig = inject('kubeconfig')
const context = readKubeconfig(kubeconfig)['current-context']
const namespace = 'change-channels'

/** No name of anything, wherever it stands: wrong types, tricks with paths and flags, control characters, too long. */
const noNames: readonly unknown[] = [
  ...[
    1,
    null,
    true,
    {},
    [],
    ['web'],
    '',
    ' ',
    'x'.repeat(10_000),
    'a\u0000b',
    'a\nb',
    '-n',
    '--kubeconfig=/etc/passwd',
  ],
  ...['Web', 'a_b', 'a/b', '../a', '..', 'a..b', '-a', 'a-', 'a\u202eb', 'ﬁle', '$(id)', 'a;id', 'a b'],
]
const storedNames = new Set<unknown>(['Web', 'a_b', 'a..b'])
const noCharts: readonly unknown[] = [
  ...[1, null, {}, [], '', ' ', 'web', './web', '../web', 'shop/', 'shop/..', '../../etc'],
  ...['--post-renderer', 'oci://', 'oci://x', 'http://x/y.tgz', 'file:///etc', 'a\nb/c', `shop/${'x'.repeat(2_000)}`],
  // Well formed, but nothing to install.
  ...['/', '/no/such/chart', '/etc', '/etc/passwd'],
]
const noVersions: readonly unknown[] = [1, null, {}, '', '--debug', '-1', ' 1', '1\n', '1'.repeat(300)]
const noValues: readonly unknown[] = [
  ...[1, null, {}, ['a: 1'], '- 1', 'text', 'a: [', 'a: 1\n---\n- b', '? [a]\n: 1', 'a: .nan', 'a: \u0000', 'a: *x'],
  ...['a: '.concat('x'.repeat(1024 * 1024)), '['.repeat(1_000_000), `a: ${secretMask}`, 'a: "\u0007"'],
  `l0: &l0 [1]\n${Array.from({ length: 20 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n}, `.repeat(10)}1]`).join('\n')}`,
]
const noNumbers: readonly unknown[] = [0, -1, 1.5, '1', null, {}, Number.NaN, Infinity, 1e12, true]
const noFlags: readonly unknown[] = [0, 1, 'true', null, {}, []]
const noContexts: readonly unknown[] = [
  1,
  null,
  {},
  '',
  '-x',
  '--kube-token=x',
  'a\u0000b',
  'a\nb',
  'x'.repeat(600),
  'no-such-context',
]
const noIds: readonly unknown[] = [1, null, '', '..', 'x', '00000000-0000-0000-0000-00000000000', {}, []]

const place = { release_name: noNames, namespace: noNames, context: noContexts }
const noWords: readonly unknown[] = [...noFlags, 'no', '--debug', 'true ']
const waiting = {
  wait: noFlags,
  timeout_seconds: noNumbers,
  wait_strategy: noWords,
  wait_for_jobs: noFlags,
  no_hooks: noFlags,
}
const applying = {
  server_side: noWords.filter((bad) => bad !== 'true'),
  force_conflicts: noFlags,
  force_replace: noFlags,
}
const delivering = { ...applying, take_ownership: noFlags, rollback_on_failure: noFlags }
const historyMax = { history_max: noNumbers.filter((bad) => bad !== 0), cleanup_on_fail: noFlags }
const chart = { chart: noCharts, version: noVersions }

const good = { release_name: 'web', namespace }

describe('the channels of changes', () => {
  const lab = openChangeLab({ helmPath: inject('helms')[4], kubeconfig, context })
  const there = writeChart(lab.dir, 'there', '1.0.0')
  const client = connect(kubeconfig)
  const releases = openIndexLab(targetOf(kubeconfig, context))
  const clients = createApiClientPool({ env: process.env })
  const listeners = new Map<string, (event: unknown, input: unknown) => Promise<Envelope<unknown>>>()

  beforeAll(async () => {
    writeFileSync(join(lab.dir, 'not-a-chart.tgz'), 'x')
    const target = (wanted?: string) => {
      if (wanted !== undefined && wanted !== context) fail('context-missing', 'There is no such context.')
      return Promise.resolve(targetOf(kubeconfig, context))
    }
    const repairs = startRepairs({
      backupDir: join(lab.dir, 'backups'),
      crypt: turning,
      clientFor: (target) => clients.clientFor(target),
      bind: () => target(),
      operations: lab.operations,
      storageDriver: () => '',
    })
    const ownValues = createOwnValues(
      createRevisionReader(() => lab.client()),
      lab.sentValues,
    )
    const ours = {
      ...helmHandlers({
        target,
        bind: (asked) => target(asked.context),
        operations: lab.operations,
        indexes: { of: () => releases.index },
        helm: () => lab.runner.binary(),
        repairs,
        plans: { bind: () => fail('internal', 'no plan is bound here') },
        ownValues,
      }),
      ...operationHandlers({
        target,
        operations: lab.operations,
        foreignOperations: { list: () => [], dismiss: () => false },
        chartSources: lab.sources,
      }),
    }
    openDoor(ours as Handlers, {
      ipcMain: {
        handle: (name, listener) => void listeners.set(name, listener as never),
        removeHandler: () => undefined,
      },
      trust: { origin: 'app://wheelhouse', isOurs: () => true },
      onError: () => undefined,
    })
    // A release that every bad request is about, so that there would be something to break.
    expect(await ask('helm:install', { ...good, chart: there, create_namespace: true, timeout_seconds: 60 })).toEqual({
      ok: undefined,
    })
  })

  afterAll(async () => {
    releases.close()
    client.close()
    clients.dispose()
    await lab.dispose()
  })

  const ask = (name: RequestName, input: unknown): Promise<Envelope<unknown>> => {
    const listener = listeners.get(name)
    if (listener === undefined) throw new Error(`no handler for ${name}`)
    return listener({ sender: { id: 1 }, senderFrame: { origin: 'app://wheelhouse', parent: null } }, input)
  }

  const secrets = async (): Promise<string[]> => {
    const { items } = await client.call<{ items: { metadata: { uid: string; resourceVersion: string } }[] }>(
      'GET',
      `/api/v1/namespaces/${namespace}/secrets`,
    )
    return items.map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`).sort()
  }

  const channels: readonly [RequestName, object, Readonly<Record<string, readonly unknown[]>>][] = [
    [
      'helm:install',
      { ...good, release_name: 'new', chart: there },
      { ...place, ...waiting, ...delivering, ...chart, create_namespace: noFlags, values: noValues },
    ],
    [
      'helm:upgrade',
      { ...good, chart: there },
      { ...place, ...waiting, ...delivering, ...historyMax, ...chart, values: noValues },
    ],
    [
      'helm:upgrade',
      { ...good, chart: 'there 1.0.0', keep_chart: true, accept_incomplete_chart: true },
      {
        ...place,
        ...waiting,
        keep_chart: [...noFlags, false],
        keep_revision: noNumbers,
        accept_incomplete_chart: noFlags,
        chart: [1, null, '', 'x'.repeat(2_000)],
        values: noValues,
      },
    ],
    [
      'helm:rollback',
      { ...good, revision: 1 },
      { ...place, ...waiting, ...applying, ...historyMax, revision: noNumbers, take_ownership: [true] },
    ],
    ['helm:uninstall', good, { ...place, ...waiting, keep_history: noFlags, cascade: noWords, wait_for_jobs: [true] }],
    [
      'helm:test',
      good,
      { ...place, timeout_seconds: noNumbers, filter: [1, 'a', {}, ['--x'], ['a,b'], [''], noNumbers] },
    ],
    [
      'helm:repair',
      { ...good, action: 'rollback', revision: 1, expected: { revision: 1, status: 'deployed' } },
      {
        ...place,
        action: [...noWords, 'wait', 'restore'],
        revision: noNumbers,
        expected: [1, null, {}, { revision: 0, status: '' }, { revision: 1 }, { revision: 2, status: 'deployed' }],
        plain_backup: noFlags,
      },
    ],
    ['helm:restore_backup', { id: 'b0f0a7a0-3c7e-4f7e-9a51-5a1d5c6f7e8d' }, { id: noIds, plain_backup: noFlags }],
    ['helm:history', good, place],
    [
      'helm:preview_command',
      { verb: 'install', ...good, chart: 'shop/web', has_values: true },
      {
        ...place,
        ...waiting,
        chart: noCharts.slice(0, -4),
        has_values: noFlags,
        verb: [1, null, '', 'list', 'template'],
      },
    ],
    ['operations:cancel', { id: 'b0f0a7a0-3c7e-4f7e-9a51-5a1d5c6f7e8d' }, { id: noIds }],
    ['operations:dismiss', { id: 'b0f0a7a0-3c7e-4f7e-9a51-5a1d5c6f7e8d' }, { id: noIds }],
    // What is stored may have names that helm itself would not give.
    ['release:get_source', good, { ...place, release_name: noNames.filter((name) => !storedNames.has(name)) }],
  ]

  it.each(channels)(
    '%s refuses every bad field: no helm is started, no Secret is touched',
    async (name, input, fields) => {
      const [calls, before] = [lab.calls.length, await secrets()]
      const operations = lab.operations.list()
      const bad = Object.entries(fields).flatMap(([field, values]) =>
        values.map((value) => ({ ...input, [field]: value })),
      )
      const whole: unknown[] = [undefined, null, 1, 'text', [], [input], { ...input, unknown_field: 1 }, {}]
      for (const one of [...bad, ...whole]) {
        const answer = await ask(name, one)
        expect(answer, JSON.stringify({ one }).slice(0, 200)).toHaveProperty('error')
      }
      expect(lab.calls.length).toBe(calls)
      expect(lab.operations.list()).toBe(operations)
      expect(await secrets()).toEqual(before)
    },
  )

  it('covers every channel of this area', () => {
    const covered = new Set(channels.map(([name]) => name))
    const area = Object.keys(requests).filter((name) => /^(helm|operations):|^release:get_source$/.test(name))
    const rest = area.filter((name) => !covered.has(name as RequestName))
    // Without a field that could be wrong, or tested beside the list.
    expect(rest).toEqual(['helm:list_releases', 'helm:get_features', 'helm:get_shell', 'operations:list'])
  })

  it('leaves an unknown operation alone', async () => {
    for (const name of ['operations:cancel', 'operations:dismiss'] as const)
      expect(await ask(name, { id: 'b0f0a7a0-3c7e-4f7e-9a51-5a1d5c6f7e8d' })).toEqual({ ok: undefined })
  })

  it('shows the exact command, lists, dismisses and remembers the source', async () => {
    const options = { ...good, chart: there, timeout_seconds: 60 }
    const preview = await ask('helm:preview_command', { verb: 'upgrade', ...options, has_values: true })
    const values = 'greeting: hunter2'
    const done = ask('helm:upgrade', { ...options, values })
    await vi.waitFor(async () => expect(JSON.stringify(await ask('operations:list', {}))).toContain('"upgrade"'))
    expect(await done).toEqual({ ok: undefined })
    const listed = (await ask('operations:list', {})) as { ok: { id: string; command: string[] }[] }
    expect({ ok: listed.ok[0]?.command }).toEqual(preview)
    expect(JSON.stringify(listed)).not.toContain('hunter2')
    for (const { id } of listed.ok) await ask('operations:dismiss', { id })
    expect(await ask('operations:list', {})).toEqual({ ok: [] })
    expect(await ask('release:get_source', good)).toEqual({ ok: there })
    const history = (await ask('helm:history', good)) as { ok: { revision: number; status: string }[] }
    expect(history.ok.map(({ revision, status }) => `${revision} ${status}`)).toEqual(['1 superseded', '2 deployed'])
  })
})
