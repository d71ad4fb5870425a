import { afterEach, describe, expect, it } from 'vitest'
import { capabilitiesOf } from './capabilities'
import { listReleases } from './list'
import type { HelmCall, HelmRunner } from './run'

const target = { context: 'c', kubeconfigFiles: ['/k'], helmEnv: {} }
const calls: HelmCall[] = []
afterEach(() => calls.splice(0))

function answering(stdout: string, version = '4.3.1'): Pick<HelmRunner, 'run' | 'capabilities'> {
  return {
    capabilities: () => Promise.resolve(capabilitiesOf(version)),
    run: (_target, call) => {
      calls.push(call)
      return Promise.resolve({ stdout, stderr: '', code: 0, durationMs: 1, command: [] })
    },
  }
}

const entry = {
  name: 'web',
  namespace: 'shop',
  revision: '12',
  updated: '2026-11-22T07:20:55.909Z',
  status: 'deployed',
  chart: 'my-app-1.2.3',
  app_version: '9',
}

describe('listReleases', () => {
  it('gives rows with numbers as numbers', async () => {
    expect(await listReleases(answering(JSON.stringify([entry])), target)).toEqual([
      {
        name: 'web',
        namespace: 'shop',
        revision: 12,
        updated: '2026-11-22T07:20:55.909Z',
        status: 'deployed',
        chart: 'my-app-1.2.3',
        appVersion: '9',
      },
    ])
  })

  it('knows no time where helm knows none', async () => {
    const [row] = await listReleases(answering(JSON.stringify([{ ...entry, updated: '-' }])), target)
    expect(row?.updated).toBe('')
  })

  it('asks both majors for every status, and for one namespace or all', async () => {
    await listReleases(answering('[]', '3.22.0'), target)
    await listReleases(answering('[]', '4.3.1'), target, { namespace: 'shop' })
    expect(calls[0]).toMatchObject({ scope: 'all-namespaces', kind: 'read', positionals: [] })
    expect(calls[0]?.flags).toEqual(expect.arrayContaining(['--all', '--max=0']))
    expect(calls[1]).toMatchObject({ scope: { namespace: 'shop' } })
    expect(calls[1]?.flags).not.toContain('--all')
  })

  it.each([
    [{ ...entry, revision: 'x' }],
    [{ ...entry, revision: '' }],
    [{ ...entry, revision: 3 }],
    [{ ...entry, name: '' }],
    [{ ...entry, chart: undefined }],
    [{ ...entry, namespace: 'n'.repeat(5_000) }],
    [null],
  ])('refuses the entry %j', async (wrong) => {
    await expect(listReleases(answering(JSON.stringify([entry, wrong])), target)).rejects.toMatchObject({
      error: { code: 'helm-bad-output' },
    })
  })
})
