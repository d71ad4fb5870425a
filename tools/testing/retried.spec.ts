import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../lib/child.mjs'
import { readJson } from '../lib/files.mjs'
import { projectRoot } from '../lib/paths.mjs'
import { countPlaywright, countVitest } from './counts.mjs'
import { withTemporaryFolder } from './fixtures.mjs'
import { flakyInPlaywright, flakyInVitest, judgeFlaky, slowestInPlaywright } from './retried.mjs'

const modules = join(projectRoot, 'node_modules')

/** What Playwright reports of two tests in a group, one of which failed at first. */
const playwrightReport = {
  suites: [
    {
      title: 'specs/filter.spec.ts',
      specs: [],
      suites: [
        {
          title: 'the filter',
          specs: [
            {
              title: 'finds by name',
              tests: [
                {
                  projectName: 'helm 4',
                  status: 'flaky',
                  results: [
                    {
                      status: 'failed',
                      duration: 2_000,
                      error: { message: 'Error: \u001b[2mexpect(\u001b[22mlocator) failed\n\nExpected: visible' },
                      attachments: [{ name: 'window' }, { name: 'trace', path: '/results/filter-helm-4/trace.zip' }],
                    },
                    { status: 'passed', duration: 1_500, attachments: [] },
                  ],
                },
                { projectName: 'helm 3', status: 'expected', results: [{ status: 'passed', duration: 1_000 }] },
              ],
            },
            {
              title: 'finds nothing',
              tests: [
                { projectName: 'helm 4', status: 'unexpected', results: [{ status: 'failed', duration: 5_000 }] },
              ],
            },
          ],
        },
      ],
    },
  ],
}

describe('a test that passed when it was tried again', () => {
  it('is found in a report of Playwright, with what failed at first and what was kept of it', () => {
    expect(flakyInPlaywright(playwrightReport)).toEqual([
      {
        name: 'helm 4 › specs/filter.spec.ts › the filter › finds by name',
        why: 'Error: expect(locator) failed',
        kept: ['/results/filter-helm-4/trace.zip'],
      },
    ])
  })

  it('is found in what the installed Vitest writes, and counts as passed', async () => {
    await withTemporaryFolder(async (folder) => {
      const spec = `let tries = 0
        describe('a race', () => {
          it('is lost once', () => expect(++tries).toBe(2))
          it('is always won', () => undefined)
          it('is always lost', () => expect(1).toBe(2))
        })`
      await writeFile(join(folder, 'race.spec.js'), spec)
      const file = join(folder, 'report.json')
      const args = ['run', '--root', folder, '--globals', '--retry', '1', '--reporter', 'json', '--outputFile', file]
      const { code } = await run(process.execPath, [join(modules, 'vitest', 'vitest.mjs'), ...args], { cwd: folder })
      const report = await readJson(file)
      expect(countVitest(report, code)).toEqual({ passed: 2, failed: 1, skipped: 0 })
      expect(flakyInVitest(report, folder)).toEqual([
        {
          name: 'race.spec.js › a race › is lost once',
          why: expect.stringContaining('expected 1 to be 2') as string,
          kept: [],
        },
      ])
    })
  })

  it('is found in what the installed Playwright writes, and counts as passed', async () => {
    await withTemporaryFolder(async (folder) => {
      const spec = `import { expect, test } from ${JSON.stringify(join(modules, 'playwright', 'test.mjs'))}
        test('is lost once', ({}, info) => expect(info.retry).toBe(1))
        test('is always won', () => undefined)`
      await writeFile(join(folder, 'race.spec.mjs'), spec)
      const file = join(folder, 'report.json')
      const args = ['test', '-c', folder, '--retries', '1', '--reporter', 'json']
      const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
      const { code } = await run(process.execPath, [join(modules, 'playwright', 'cli.js'), ...args], {
        cwd: folder,
        env,
      })
      const report = await readJson(file)
      expect(countPlaywright(report, code)).toEqual({ passed: 2, failed: 0, skipped: 0 })
      expect(flakyInPlaywright(report).map(({ name }) => name)).toEqual(['race.spec.mjs › is lost once'])
      expect(slowestInPlaywright(report)).toHaveLength(2)
    })
  })

  it.each([undefined, {}, { testResults: 'none', suites: [null, { specs: [1] }] }])('is not seen in %j', (report) => {
    expect([...flakyInVitest(report, '/'), ...flakyInPlaywright(report), ...slowestInPlaywright(report)]).toEqual([])
  })
})

describe('the slowest tests', () => {
  it('are told with all their tries, the slowest first', () => {
    expect(slowestInPlaywright(playwrightReport)).toEqual([
      { name: 'helm 4 › specs/filter.spec.ts › the filter › finds nothing', ms: 5_000 },
      { name: 'helm 4 › specs/filter.spec.ts › the filter › finds by name', ms: 3_500 },
      { name: 'helm 3 › specs/filter.spec.ts › the filter › finds by name', ms: 1_000 },
    ])
  })

  it('are ten at most', () => {
    const tests = Array.from({ length: 12 }, (_, index) => ({ results: [{ duration: index + 1 }] }))
    const slowest = slowestInPlaywright({ suites: [{ title: 'a.spec.ts', specs: [{ title: 'one', tests }] }] })
    expect(slowest.map(({ ms }) => ms)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
  })
})

describe('flaky tests', () => {
  const flaky = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      suite: 'e2e',
      flaky: { name: `a.spec.ts › test ${index}`, why: '', kept: [] },
    }))

  it('are named, with what failed and what was kept', () => {
    const one = { name: 'a.spec.ts › a race', why: 'Error: not visible', kept: ['/results/trace.zip'] }
    expect(judgeFlaky([{ suite: 'e2e', flaky: one }])).toEqual({
      lines: ['flaky: e2e › a.spec.ts › a race', '    Error: not visible', '    /results/trace.zip'],
      failed: 0,
    })
  })

  it('fail the run when there are more than five', () => {
    expect(judgeFlaky(flaky(5)).failed).toBe(0)
    const { lines, failed } = judgeFlaky(flaky(6))
    expect(failed).toBe(1)
    expect(lines.at(-1)).toBe('6 tests passed only when they were tried again: more than 5 fail the run.')
    expect(lines.filter((line) => line.startsWith('flaky: '))).toHaveLength(6)
  })
})
