import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { targetOf } from '../../helm/testing/real-helm'
import { createRevisionReader } from '../../releases/revision'
import type { Change } from '../request/change'
import { openChangeLab } from '../testing/change-lab'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const target = targetOf(kubeconfig, context)

function map(name: string, data: object): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `{{ .Release.Name }}-${name}` },
    data,
  })
}

/** A chart with another one in charts/ that its values switch; named among its dependencies or not. */
function writeUmbrella(dir: string, metadata: object = {}): string {
  const chart = join(dir, `umbrella-${Object.keys(metadata).length}`)
  const extra = join(chart, 'charts', 'extra')
  for (const folder of [chart, extra]) mkdirSync(join(folder, 'templates'), { recursive: true })
  const named = (name: string): object => ({ apiVersion: 'v2', name, version: '0.1.0' })
  writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify({ ...named('umbrella'), ...metadata }))
  writeFileSync(join(chart, 'values.yaml'), 'note: one\nextra:\n  enabled: false\n')
  writeFileSync(join(chart, 'templates', 'cm.yaml'), map('main', { note: '{{ .Values.note }}' }))
  writeFileSync(join(extra, 'Chart.yaml'), JSON.stringify(named('extra')))
  writeFileSync(join(extra, 'values.yaml'), 'enabled: true\n')
  writeFileSync(join(extra, 'templates', 'cm.yaml'), `{{ if .Values.enabled }}${map('extra', {})}{{ end }}`)
  return chart
}

/** A chart alone, whose object shows the values it was given, byte by byte. */
function writeEcho(dir: string): string {
  const chart = join(dir, 'echo')
  mkdirSync(join(chart, 'templates'), { recursive: true })
  writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: 'echo', version: '0.1.0' }))
  writeFileSync(join(chart, 'values.yaml'), 'text: "a \\u2028 \\u0085 \\u007f"\nzero: -0.0\nbig: 1e21\n')
  const data = { values: '{{ .Values | toJson | b64enc }}' }
  writeFileSync(join(chart, 'templates', 'cm.yaml'), map('echo', data))
  return chart
}

describe.each([3, 4] as const)('a chart kept with helm %i', (major) => {
  const lab = openChangeLab({ helmPath: helms[major], kubeconfig, context })
  const namespace = `kept-${major}`
  const reader = createRevisionReader(() => lab.client())
  const echo = writeEcho(lab.dir)
  afterAll(() => lab.dispose())

  const install = (name: string, chart: string, values?: string): Promise<void> =>
    lab.start({ verb: 'install', name, namespace, chart, create_namespace: true, ...(values && { values }) })
  const keep = (name: string, more: object = {}): Change => {
    return { verb: 'upgrade', name, namespace, chart: 'shown', keep_chart: true, ...more }
  }
  const detailOf = (name: string, revision: number) => reader.detail(target, { namespace, name, revision })
  const byHand = (...args: string[]): Promise<string> => lab.helm.byHand(...args, '-n', namespace)
  const shownBy = async (name: string): Promise<unknown> => {
    const [, shown = ''] = /"values":\s*"([^"]+)"|values: (\S+)/.exec(await byHand('get', 'manifest', name)) ?? []
    return JSON.parse(Buffer.from(shown, 'base64').toString('utf8'))
  }

  it.each([
    ['in charts/ alone', 'quiet', {}],
    [
      'among the dependencies',
      'named',
      { dependencies: [{ name: 'extra', version: '0.1.0', condition: 'extra.enabled' }] },
    ],
  ])('is never taken for whole where one %s is switched off', async (_where, name, metadata) => {
    await install(name, writeUmbrella(lab.dir, metadata))
    expect(await detailOf(name, 1)).toMatchObject({ canKeepChart: true, unreadValues: ['extra'] })
    const begun = lab.started.length
    const refused = await lab.failureOf(keep(name, { values: 'extra: {enabled: true}\n' }))
    expect(refused).toMatchObject({ code: 'chart-invalid', message: 'The release may not contain all of its chart.' })
    expect(refused.cause).toContain('extra')
    expect(lab.started.length).toBe(begun)
    expect((await lab.revisions(namespace, name)).map(({ status }) => status)).toEqual(['deployed'])
  })

  it('is the one of the revision that runs: none that came meanwhile and is not whole, or was not seen', async () => {
    await install('moved', echo, 'a: 1\n')
    await byHand('upgrade', 'moved', writeUmbrella(lab.dir), '--set', 'extra.enabled=true')
    const agreed = { accept_incomplete_chart: true, values: 'a: 2\n' }
    expect(await lab.failureOf(keep('moved', { ...agreed, keep_revision: 1 }))).toMatchObject({
      code: 'release-changed',
    })
    expect((await detailOf('moved', 2)).canKeepChart).toBe(false)
    expect(await lab.failureOf(keep('moved', { ...agreed, keep_revision: 2 }))).toMatchObject({
      code: 'chart-invalid',
      message: "The chart can't be rebuilt from the release.",
    })
    expect(await byHand('get', 'manifest', 'moved')).toContain('moved-extra')
    expect((await lab.revisions(namespace, 'moved')).map(({ status }) => status)).toEqual(['superseded', 'deployed'])
  })

  it('gives its defaults and the values of the release back as they were, odd characters and all', async () => {
    const odd = { mid: 'a \u2028 b', 'k\u0085': 'x \u0085 y', para: 'l1\n\u2029 l2\n', del: 'a\u007fb', c1: 'a\u009fb' }
    await install('odd', echo, JSON.stringify(odd).replace(/[\u007f-\u009f\u2028\u2029]/g, escaped))
    const before = await shownBy('odd')
    expect(before).toMatchObject({ ...odd, text: 'a \u2028 \u0085 \u007f', zero: -0 })
    await lab.start(keep('odd', { accept_incomplete_chart: true, keep_revision: 1 }))
    expect(await shownBy('odd')).toEqual(before)
    // As the upgrade page does it: the text is shown, and sent back without a touch.
    const id = { namespace, name: 'odd', revision: 2 }
    const { text } = await reader.text(target, id, 'values', true)
    await lab.start({ verb: 'upgrade', name: 'odd', namespace, chart: echo, values: text })
    expect(await shownBy('odd')).toEqual(before)
  })
})

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
