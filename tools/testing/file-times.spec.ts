import { describe, expect, it } from 'vitest'
import { fileTimesInPlaywright, fileTimesInVitest } from './file-times.mjs'

describe("spec files' times", () => {
  it('are read from a report of Vitest', () => {
    const report = { testResults: [{ name: '/root/a/b.spec.ts', startTime: 1_000, endTime: 3_500 }] }
    expect(fileTimesInVitest(report, '/root')).toEqual([{ name: 'a/b.spec.ts', ms: 2_500 }])
  })

  it('are read from a report of Playwright, with all projects, tries and groups', () => {
    const spec = (...durations: number[]) => ({
      title: 'one',
      tests: [{ results: durations.map((duration) => ({ duration })) }, { results: [{ duration: 1 }] }],
    })
    const suites = [
      { title: 'specs/a.spec.ts', specs: [spec(100, 20)], suites: [{ title: 'group', specs: [spec(3)] }] },
    ]
    expect(fileTimesInPlaywright({ suites }, 'e2e')).toEqual([{ name: 'e2e/specs/a.spec.ts', ms: 125 }])
  })

  it('are none in a report that is no report', () => {
    expect([...fileTimesInVitest(undefined, '/'), ...fileTimesInPlaywright({ suites: 1 }, 'e2e')]).toEqual([])
  })
})
