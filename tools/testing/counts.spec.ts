import { describe, expect, it } from 'vitest'
import { countCheck, countPlaywright, countVitest } from './counts.mjs'

describe('counting', () => {
  it('a check is one, passed or failed', () => {
    expect(countCheck(0)).toEqual({ passed: 1, failed: 0, skipped: 0 })
    expect(countCheck(2)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('takes the tests of Vitest, and a file that did not load as one failure', () => {
    const report = {
      numPassedTests: 10,
      numFailedTests: 2,
      numPendingTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
      ],
    }
    expect(countVitest(report, 1)).toEqual({ passed: 10, failed: 3, skipped: 1 })
  })

  it('takes the tests of Playwright; one that passed when it was tried again has passed', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] }
    expect(countPlaywright(report, 1)).toEqual({ passed: 6, failed: 2, skipped: 2 })
  })

  it.each([
    ['no report', undefined, 0],
    ['no tests', { numPassedTests: 0, numFailedTests: 0 }, 0],
    ['a crash after passing tests', { numPassedTests: 3, numFailedTests: 0 }, 1],
  ])('%s counts as a failure', (_name, report, exitCode) => {
    expect(countVitest(report, exitCode).failed).toBe(1)
    expect(countPlaywright(report, exitCode).failed).toBe(1)
  })
})
