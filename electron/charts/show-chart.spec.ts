import { describe, expect, it, vi } from 'vitest'
import type { HelmCall } from '../helm/run'
import { AppFailure, appError } from '@shared/errors'
import { chartDefaults, showChart, withoutPreamble } from './show-chart'

const pulled = `Pulled: registry.test:5000/charts/a:1.0.0_build.1\nDigest: sha256:${'0a'.repeat(32)}\n`
const remark = `registry.test:5000/charts/a:1.0.0_build.1 contains an underscore.

OCI artifact references (e.g. tags) do not support the plus sign (+). To support
storing semantic versions, Helm adopts the convention of changing plus (+) to
an underscore (_) in chart version tags when pushing to a registry and back to
a plus (+) when pulling from a registry.

`

/** A helm that shows these texts; specs with the real one are in charts.integration.spec.ts. */
function helmThatShows(
  chart: string,
  values = '',
): { run: ReturnType<typeof vi.fn>; show: (ref: string, version?: string) => ReturnType<typeof showChart> } {
  const run = vi.fn((_target: unknown, call: HelmCall) =>
    Promise.resolve({
      stdout: call.verb[1] === 'chart' ? chart : values,
      stderr: '',
      code: 0,
      durationMs: 1,
      command: [],
    }),
  )
  return { run, show: (ref, version) => showChart({ run }, null, ref, version) }
}

describe('what helm prints of a registry', () => {
  it.each([
    [`${pulled}apiVersion: v2\n`, 'apiVersion: v2\n'],
    [`${pulled}${remark}apiVersion: v2\n`, 'apiVersion: v2\n'],
    ['apiVersion: v2\n', 'apiVersion: v2\n'],
    ['Pulled: yes\nDigest: none\n', 'Pulled: yes\nDigest: none\n'],
    [`a: 1\n${pulled}`, `a: 1\n${pulled}`],
  ])('loses what stands before the chart', (output, expected) => {
    expect(withoutPreamble(output)).toBe(expected)
  })
})

describe('a chart', () => {
  it('is told in full, whatever is missing', async () => {
    const full = helmThatShows(
      'name: a\nversion: 1.10\nappVersion: 2.0\ndeprecated: true\ndependencies:\n- name: b\n  version: 1.x\n',
      '\n# empty\n\n',
    )
    expect(await full.show('repo/a', '1.10')).toEqual({
      ref: 'repo/a',
      name: 'a',
      version: '1.10',
      appVersion: '2.0',
      description: '',
      home: '',
      kubeVersion: '',
      type: '',
      deprecated: true,
      dependencies: [{ name: 'b', version: '1.x', repository: '' }],
      defaultValues: '\n# empty\n',
    })
  })

  it.each([
    ['repo/a', undefined, []],
    ['repo/a', '^1.0', ['--version=^1.0']],
    ['oci://r.test/a', '1.0.0', ['--version=1.0.0']],
  ])('%s in version %s is asked for with %j', async (ref, version, flags) => {
    const { run, show } = helmThatShows('name: a\nversion: 1.0.0\n')
    await show(ref, version)
    for (const [, call] of run.mock.calls)
      expect(call).toMatchObject({ kind: 'read', scope: 'no-cluster', flags, positionals: [ref] })
  })

  it.each([
    ['no YAML', 'name: ['],
    ['nothing', ''],
    ['a list', '- a'],
    ['without a name', 'version: 1.0.0'],
    ['with an odd name', 'name: {a: b}\nversion: 1.0.0'],
    ['with odd dependencies', 'name: a\nversion: 1.0.0\ndependencies: 7'],
    [
      'a bomb',
      `name: a\nversion: 1.0.0\nx0: &x0 [a]\n${Array.from({ length: 30 }, (_, n) => `x${n + 1}: &x${n + 1} [*x${n}, *x${n}]`).join('\n')}\n`,
    ],
  ])('that is %s is refused', async (_what, text) => {
    await expect(helmThatShows(text).show('repo/a')).rejects.toMatchObject({ error: { code: 'chart-invalid' } })
  })
})

describe('the defaults of a chart', () => {
  const failing = (detail: string) => ({
    run: () => Promise.reject(new AppFailure(appError('helm-failed', 'No.', { detail }))),
  })

  it('are what helm shows, without what a registry prints in front', async () => {
    const calls: HelmCall[] = []
    const run = (_target: unknown, call: HelmCall) => {
      calls.push(call)
      return Promise.resolve({ stdout: `${pulled}password: x\n`, stderr: '', code: 0, durationMs: 1, command: [] })
    }
    expect(await chartDefaults({ run }, null, 'oci://registry.test/web', '1.0.0')).toBe('password: x\n')
    expect(calls).toMatchObject([{ verb: ['show', 'values'], flags: ['--version=1.0.0'], kind: 'read' }])
  })

  it('are none where helm cannot read the chart, and unknown where it cannot reach it', async () => {
    const ask = (detail: string) => chartDefaults(failing(detail), null, 'shop/web', undefined)
    expect(await ask('Error: Chart.yaml file is missing')).toBe('')
    expect(await ask('Error: failed to fetch https://x/index.yaml : connection refused')).toBeNull()
    expect(await chartDefaults(failing(''), null, '/no/such/chart', undefined)).toBeNull()
  })
})
