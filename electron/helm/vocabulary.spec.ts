import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { helmError, helmReason, knownReason } from './errors'

const lines = readFileSync(new URL('testing/vocabulary.txt', import.meta.url), 'utf8').split('\n')
const vocabulary = lines
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [command = '', code = '', ...rest] = line.split(' | ')
    const text = rest
      .join(' | ')
      .replaceAll(/\\([nt\\])/g, (_, letter: string) => ({ n: '\n', t: '\t' })[letter] ?? '\\')
    return [command, code, `Error: ${text}\n`] as const
  })

describe("helm's whole vocabulary", () => {
  it.each(vocabulary)('%s: %s for %j', (command, code, stderr) => {
    const error = helmError(stderr, command)
    expect(error.code).toBe(code)
    expect(error.cause).not.toBe('')
    expect(`${error.message} ${error.cause}`).not.toMatch(/\$\d|\$title|undefined|: :|\.\.| {2}/)
  })

  it('has words of its own for at least 95 of 100, instead of the text as it is', () => {
    const unknown = vocabulary.filter(([command, , stderr]) => knownReason(helmReason(stderr), command) === null)
    const known = 1 - unknown.length / vocabulary.length
    expect(vocabulary.length).toBeGreaterThan(200)
    expect(known, unknown.map(([, , stderr]) => stderr).join('')).toBeGreaterThanOrEqual(0.95)
  })
})
