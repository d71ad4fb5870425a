import { describe, expect, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import { refuseBadValues } from './values'

async function causeOf(text: string, documents: 'first' | 'merged' = 'merged'): Promise<string> {
  try {
    await refuseBadValues(text, documents)
  } catch (reason) {
    if (!(reason instanceof AppFailure)) throw reason
    expect(reason.error.code).toBe('values-invalid')
    return reason.error.cause
  }
  throw new Error('the values were accepted')
}

describe('values', () => {
  it.each(['', '# only a comment\n', 'a: 1\n', '"a": 1\n"a": 2\n'])('accepts %j, warnings or not', async (text) => {
    await expect(refuseBadValues(text, 'first')).resolves.toBeUndefined()
  })

  it('are refused with the place and the reason', async () => {
    expect(await causeOf('a: 1\nb: c: d')).toMatch(/^Line 2, column 4: A second “:” on this line/)
    expect(await causeOf('a: 1\n---\nb: 2\n', 'first')).toMatch(/^Line 2, column 1: A second document/)
  })

  it('are never repeated', async () => {
    for (const text of ['password: [hunter2', 'hunter2', 'password: "hunter2', '- hunter2: &x\n - a', 'a: "\\hunter2"'])
      expect(await causeOf(text)).not.toContain('hunter2')
  })
})
