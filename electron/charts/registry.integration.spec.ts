import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { realHelm, writeChart } from '../helm/testing/real-helm'
import { showChart } from './show-chart'
import { serveOci, type OciChart, type OciRegistry } from './testing/oci-registry'

const helms = inject('helms')
const root = mkdtempSync(join(tmpdir(), 'wheelhouse-registry-spec-'))
afterAll(() => rm(root, { recursive: true, force: true }))

describe.each([3, 4] as const)('a registry with helm %i', (major) => {
  const version = '1.2.3+build.4'
  let chart: OciChart

  beforeAll(async () => {
    const helm = realHelm(helms[major], '/nonexistent')
    await helm.byHand('package', writeChart(root, 'from-oci', version), '--destination', root)
    await helm.dispose()
    const metadata = { apiVersion: 'v2', name: 'from-oci', version, appVersion: '9.1' }
    chart = { name: 'charts/from-oci', version, archive: join(root, `from-oci-${version}.tgz`), metadata }
  })
  const show = (ref: string, wanted: string | undefined, env: Readonly<Record<string, string>>) => {
    const helm = realHelm(helms[major], '/nonexistent', env)
    onTestFinished(() => helm.dispose())
    return showChart(helm.runner, null, ref, wanted)
  }
  const registry = async (login?: string): Promise<OciRegistry> => {
    const served = await serveOci(root, [chart], login)
    onTestFinished(() => served.close())
    return served
  }

  it.each([[undefined], [version]])('gives a chart (version %s)', async (wanted) => {
    const { host, env } = await registry()
    const ref = `oci://${host}/charts/from-oci`
    expect(await show(ref, wanted, env)).toMatchObject({
      ref,
      name: 'from-oci',
      version,
      appVersion: '9.1',
      defaultValues: 'greeting: hello\n',
    })
  })

  it('tells what it does not have, and whom it does not know', async () => {
    const { host, env } = await registry()
    for (const [name, wanted] of [
      ['nosuch', undefined],
      ['from-oci', '9.9.9'],
    ] as const)
      await expect(show(`oci://${host}/charts/${name}`, wanted, env)).rejects.toMatchObject({
        error: { code: 'chart-not-found' },
      })
    const closed = await registry('joe:secret')
    await expect(show(`oci://${closed.host}/charts/from-oci`, undefined, env)).rejects.toMatchObject({
      error: { code: 'registry-unauthorised' },
    })
    const stranger = show(`oci://${host}/charts/from-oci`, undefined, {})
    await expect(stranger).rejects.toMatchObject({ error: { code: 'repository-unreachable' } })
  })
})
