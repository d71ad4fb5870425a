import { describe, expect, it } from 'vitest'
import { readHistory } from './history'
import type { HelmCall } from './run'

const target = { context: 'prod', kubeconfigFiles: ['/k'], helmEnv: {} }

function read(stdout: string) {
  const calls: HelmCall[] = []
  const helm = {
    run: (_target: unknown, call: HelmCall) => {
      calls.push(call)
      return Promise.resolve({ stdout, stderr: '', code: 0, durationMs: 1, command: [] })
    },
  }
  return { calls, rows: readHistory(helm, target, { name: 'web', namespace: 'shop' }) }
}

const row = { revision: 1, updated: '2026-01-01T00:00:00.123456789Z', status: 'deployed', chart: 'web-1.0.0' }

describe('the history', () => {
  it('asks for every revision and gives the oldest first', async () => {
    const { calls, rows } = read(
      JSON.stringify([
        { ...row, revision: 10 },
        { ...row, app_version: '9', description: 'd' },
      ]),
    )
    expect(await rows).toEqual([
      { revision: 1, updated: row.updated, status: 'deployed', chart: 'web-1.0.0', appVersion: '9', description: 'd' },
      { revision: 10, updated: row.updated, status: 'deployed', chart: 'web-1.0.0', appVersion: '', description: '' },
    ])
    expect(calls[0]).toMatchObject({ kind: 'read', flags: ['--max=1000000', '--output=json'], positionals: ['web'] })
  })

  it('keeps back a reason that may quote a value: nobody can tell here which are secret', async () => {
    const said = 'Upgrade "web" failed: Secret "web" is invalid: data: Invalid value: "pl4nted"'
    const failed = { ...row, status: 'failed', description: said }
    const { rows } = read(JSON.stringify([failed, { ...row, description: 'Upgrade complete' }]))
    expect((await rows).map(({ description }) => description)).toEqual([
      expect.stringMatching(/^Upgrade "web" failed\. Its reason is not shown/),
      'Upgrade complete',
    ])
    expect(JSON.stringify(await rows)).not.toContain('pl4nted')
  })

  it.each([undefined, '', 'soon', '0001-01-01T00:00:00Z'])('does not know the time %j', async (updated) => {
    expect((await read(JSON.stringify([{ ...row, updated }])).rows)[0]?.updated).toBe('')
  })

  it.each([
    '',
    'nothing',
    '{}',
    '[{}]',
    JSON.stringify([{ ...row, revision: '1' }]),
    JSON.stringify([{ ...row, revision: 0 }]),
  ])('refuses %j', async (stdout) => {
    await expect(read(stdout).rows).rejects.toMatchObject({ error: { code: 'helm-bad-output' } })
  })
})
