import { describe, expect, it } from 'vitest'
import { helmArguments, type HelmWords } from './command-line'

const target = { context: 'prod', kubeconfigFiles: ['/k'], helmEnv: {} }
const words: HelmWords = {
  verb: ['install'],
  flags: ['--wait'],
  positionals: ['-x', 'repo/chart'],
  scope: { namespace: 'a' },
}

describe('helmArguments', () => {
  it('puts positionals after -- and pins the place', () => {
    expect(helmArguments(words, target)).toEqual([
      'install',
      '--wait',
      '--namespace=a',
      '--kube-context=prod',
      '--',
      '-x',
      'repo/chart',
    ])
  })

  it('names no place for calls without a cluster', () => {
    expect(helmArguments({ verb: ['repo', 'list'], flags: [], positionals: [], scope: 'no-cluster' }, null)).toEqual([
      'repo',
      'list',
    ])
    expect(helmArguments({ ...words, positionals: [], scope: 'all-namespaces' }, target)).toEqual([
      'install',
      '--wait',
      '--all-namespaces',
      '--kube-context=prod',
    ])
  })

  it.each([
    { ...words, verb: ['install', '--debug'] },
    { ...words, flags: ['--description', 'text'] },
    { ...words, flags: ['-n'] },
    { ...words, flags: ['--'] },
    { ...words, flags: ['debug'] },
    { ...words, positionals: ['a\0b'] },
  ])('refuses words of the wrong kind: %j', (wrong) => {
    expect(() => helmArguments(wrong, target)).toThrow(/built an invalid helm command/)
  })

  it('refuses a cluster call without a cluster', () => {
    expect(() => helmArguments(words, null)).toThrow()
  })

  it('accepts any text as a value', () => {
    expect(helmArguments({ ...words, flags: ['--description=--debug\nx'] }, target)).toContain(
      '--description=--debug\nx',
    )
  })
})
