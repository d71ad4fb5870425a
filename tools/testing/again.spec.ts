import { describe, expect, it } from 'vitest'
import { filesToTryAgain, withSecondTry } from './again.mjs'
import { countVitest } from './counts.mjs'
import { flakyInVitest } from './retried.mjs'

const test = (title: string, status: string, failureMessages: string[] = []) => ({
  ancestorTitles: ['a group'],
  title,
  fullName: `a group ${title}`,
  status,
  failureMessages,
})
const file = (name: string, tests: ReturnType<typeof test>[]) => ({
  name: `/root/${name}`,
  status: tests.length === 0 || tests.some(({ status }) => status === 'failed') ? 'failed' : 'passed',
  message: tests.length === 0 ? 'Cannot find module' : '',
  assertionResults: tests,
})
const report = (files: ReturnType<typeof file>[]) => {
  const tests = files.flatMap(({ assertionResults }) => assertionResults)
  const count = (wanted: string) => tests.filter(({ status }) => status === wanted).length
  return { numPassedTests: count('passed'), numFailedTests: count('failed'), testResults: files }
}

const first = report([
  file('a.spec.ts', [test('is lost once', 'failed', ['Error: too late']), test('is won', 'passed')]),
  file('b.spec.ts', [test('is always lost', 'failed', ['Error: wrong'])]),
  file('c.spec.ts', [test('is fine', 'passed')]),
])

describe('a second try', () => {
  it('is for the files with a failed test, unless many failed', () => {
    expect(filesToTryAgain(first)).toEqual(['/root/a.spec.ts', '/root/b.spec.ts'])
    const many = Array.from({ length: 6 }, (_, index) => test(`test ${index}`, 'failed'))
    expect(filesToTryAgain(report([file('a.spec.ts', many)]))).toEqual([])
    expect([filesToTryAgain(undefined), filesToTryAgain(report([]))]).toEqual([[], []])
  })

  it('counts what passed then, and keeps why it had failed', () => {
    const again = report([
      file('a.spec.ts', [test('is lost once', 'passed'), test('is won', 'failed')]),
      file('b.spec.ts', [test('is always lost', 'failed', ['Error: wrong again'])]),
    ])
    const merged = withSecondTry(first, again)
    expect(countVitest(merged, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 })
    expect(flakyInVitest(merged, '/root')).toEqual([
      { name: 'a.spec.ts › a group › is lost once', why: 'Error: too late', kept: [] },
    ])
  })

  it('takes a file that could not be loaded at first', () => {
    const merged = withSecondTry(report([file('a.spec.ts', [])]), report([file('a.spec.ts', [test('one', 'passed')])]))
    expect(countVitest(merged, 0)).toEqual({ passed: 1, failed: 0, skipped: 0 })
    expect(flakyInVitest(merged, '/root')).toMatchObject([{ why: 'Cannot find module' }])
  })

  it('takes the tests that did not run because a hook failed, and names the first of them', () => {
    const lost = { ...file('a.spec.ts', [test('one', 'skipped'), test('two', 'skipped')]), status: 'failed' }
    const passed = file('a.spec.ts', [test('one', 'passed'), test('two', 'passed')])
    expect(filesToTryAgain(report([lost]))).toEqual(['/root/a.spec.ts'])
    const merged = withSecondTry(report([lost]), report([passed]))
    expect(countVitest(merged, 0)).toEqual({ passed: 2, failed: 0, skipped: 0 })
    expect(flakyInVitest(merged, '/root')).toMatchObject([{ name: 'a.spec.ts › a group › one' }])
    expect(countVitest(withSecondTry(report([lost]), report([lost])), 1)).toMatchObject({ failed: 1, skipped: 2 })
  })

  it('names a clean-up that failed once, though all tests of the file passed', () => {
    const lost = { ...file('a.spec.ts', [test('one', 'passed')]), status: 'failed' }
    const merged = withSecondTry(report([lost]), report([file('a.spec.ts', [test('one', 'passed')])]))
    expect(countVitest(merged, 0)).toEqual({ passed: 1, failed: 0, skipped: 0 })
    expect(flakyInVitest(merged, '/root')).toHaveLength(1)
  })

  it('names a test that failed only then', () => {
    const again = report([file('a.spec.ts', [test('is lost once', 'passed'), test('is won', 'failed', ['Error: no'])])])
    expect(flakyInVitest(withSecondTry(first, again), '/root').map(({ why }) => why)).toEqual([
      'Error: too late',
      'Error: no',
    ])
  })

  it('keeps two tests of one name apart', () => {
    const twice = (status: string) => report([file('a.spec.ts', [test('same', 'passed'), test('same', status)])])
    expect(countVitest(withSecondTry(twice('failed'), twice('passed')), 0)).toEqual({
      passed: 2,
      failed: 0,
      skipped: 0,
    })
    expect(countVitest(withSecondTry(twice('failed'), twice('failed')), 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    })
  })

  it('changes nothing when it told nothing', () => {
    expect(countVitest(withSecondTry(first, undefined), 1)).toEqual({ passed: 2, failed: 2, skipped: 0 })
  })
})
