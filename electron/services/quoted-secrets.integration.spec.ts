import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { targetOf } from '../helm/testing/real-helm'
import { openChangeLab } from '../operations/testing/change-lab'
import { openIndexLab } from '../releases/index/testing/index-lab'

const kubeconfig = inject('kubeconfig')
const context = readKubeconfig(kubeconfig)['current-context']
const target = targetOf(kubeconfig, context)

/** A chart whose object the API server refuses, quoting the password; or whose template does, before anything is stored. */
function writeChart(dir: string, password: string): string {
  const chart = join(dir, 'quoting')
  mkdirSync(join(chart, 'templates'), { recursive: true })
  writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: 'quoting', version: '0.1.0' }))
  writeFileSync(join(chart, 'values.yaml'), JSON.stringify({ db: { password }, fails: false, valid: false }))
  const map = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: '{{ .Release.Name }}', labels: { at: '{{ .Values.valid | ternary "ok" .Values.db.password }}' } },
  }
  const refusal =
    '{{ if .Values.fails }}{{ fail (printf "too weak: %s, %s" .Values.db.password (b64enc .Values.db.password)) }}{{ end }}'
  writeFileSync(join(chart, 'templates', 'map.yaml'), `${refusal}\n${JSON.stringify(map).replaceAll('\\"', '"')}\n`)
  return chart
}

describe.each([3, 4] as const)('what is said of a refused change with helm %i', (major) => {
  const lab = openChangeLab({ helmPath: inject('helms')[major], kubeconfig, context })
  const index = openIndexLab(target)
  const namespace = `quoted-${major}`
  const chart = writeChart(lab.dir, 'pl4nted default!')
  afterAll(async () => {
    index.close()
    await lab.dispose()
  })

  const onDisk = (): string =>
    readdirSync(lab.journalDir)
      .map((name) => readFileSync(join(lab.journalDir, name), 'latin1'))
      .join('\n')
  const place = (name: string) => ({ name, namespace, chart })

  it('quotes neither values nor defaults: in the error, the list, the history, the journal', async () => {
    const values = 'db: {password: "pl4nted own!"}\n'
    const refused = await lab.failureOf({ verb: 'install', ...place('one'), create_namespace: true, values })
    const refusedDefault = await lab.failureOf({ verb: 'install', ...place('two') })
    expect(refused.detail).toContain('nvalid')
    const rows = await index.index.list(namespace)
    const history = await index.index.history({ namespace, name: 'one' })
    expect(rows.map(({ status, description }) => [status, description])).toEqual([
      ['failed', expect.stringContaining('•••')],
      ['failed', expect.stringContaining('•••')],
    ])
    expect(JSON.stringify([refused, refusedDefault, rows, history])).not.toMatch(/pl4nted/)
    expect(onDisk()).not.toMatch(/pl4nted/)
  })

  it('quotes nothing of what was never stored, given or kept', async () => {
    const refused = await lab.failureOf({ verb: 'install', ...place('three'), values: 'fails: true\n' })
    await lab.start({ verb: 'install', ...place('four'), values: 'db: {password: "pl4nted kept!"}\nvalid: true\n' })
    writeFileSync(
      join(chart, 'values.yaml'),
      JSON.stringify({ db: { password: 'pl4nted new!' }, fails: true, valid: true }),
    )
    const kept = await lab.failureOf({ verb: 'upgrade', ...place('four') })
    const all = JSON.stringify([refused, kept, lab.operations.list()])
    expect(refused.detail).toContain('too weak: •••')
    expect(kept.detail).toContain('too weak: •••')
    for (const text of [all, onDisk()]) expect(text).not.toMatch(/pl4nted|cGw0bnRlZC/)
  })
})
