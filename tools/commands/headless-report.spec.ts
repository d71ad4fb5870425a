import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { withTemporaryFolder } from '../testing/fixtures.mjs'
import { formatTable, showReport } from './headless-report.mjs'

const row = {
  name: 'web',
  namespace: 'shop',
  chart: 'web-frontend',
  chartVersion: '1.2.0',
  appVersion: '4.1',
  revision: 3,
  status: 'deployed',
}

describe('the report of a window that nobody sees', () => {
  it('is a table with aligned columns', () => {
    const lines = formatTable([row, { name: 'a-longer-name', revision: 12 }]).split('\n')
    expect(lines[0]).toMatch(/^NAME {11}NAMESPACE {2}CHART/)
    expect(lines[1]).toMatch(/^web {12}shop {7}web-frontend {2}1\.2\.0 /)
    expect(lines[2]).toMatch(/^a-longer-name {2}– /)
  })

  it('is printed once the picture is there too', () =>
    withTemporaryFolder(async (folder) => {
      const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
      const promise = showReport(folder, new AbortController().signal)
      await writeFile(join(folder, 'releases.json'), JSON.stringify([row]))
      await writeFile(join(folder, 'ready.png'), 'picture')
      await promise
      expect(log.mock.calls.flat().join('\n')).toContain(join(folder, 'ready.png'))
      log.mockRestore()
    }))

  it('ends quietly when the app has ended', () =>
    withTemporaryFolder((folder) => showReport(folder, AbortSignal.abort())))
})
