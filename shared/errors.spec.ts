import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toAppError } from './errors'

describe('the error of anything thrown', () => {
  it('keeps the words of a schema for the detail: they are no sentence', () => {
    const { error } = z.object({ name: z.string() }).safeParse({ name: 7 })
    const { code, cause, detail } = toAppError(error)
    expect([code, cause]).toEqual(['internal', 'What it read has another form than it expects.'])
    expect(detail).toContain('expected string')
  })

  it('has the text of any other', () => {
    expect(toAppError(new Error('No.'))).toMatchObject({ code: 'internal', cause: 'No.' })
    expect(toAppError('No.')).toMatchObject({ code: 'internal', cause: 'No.' })
  })
})
