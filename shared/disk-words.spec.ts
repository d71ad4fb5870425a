import { describe, expect, it } from 'vitest'
import { diskReason, writeReason } from './disk-words'
import { toAppError } from './errors'

const failing = (code: string): Error => Object.assign(new Error(`${code}: it failed`), { code })

describe('an error of the disk', () => {
  it.each([
    ['ENOSPC', 'The disk is full. Free up space, then try again.'],
    ['EDQUOT', 'Your quota of the disk is used up. Free up space, then try again.'],
    ['EROFS', 'The disk is read-only. Make it writable, then try again.'],
  ])('is told in words wherever it comes from: %s', (code, cause) => {
    expect(toAppError(failing(code))).toMatchObject({
      code: 'disk-failed',
      message: "Wheelhouse couldn't write to the disk.",
      cause,
      actions: ['retry'],
    })
  })

  it('is not what merely looks like one', () => {
    // It may be about reading: then the disk is not at fault.
    expect(diskReason(failing('EACCES'))).toBeNull()
    expect(diskReason('ENOSPC')).toBeNull()
    expect(toAppError(failing('EACCES')).code).toBe('internal')
  })

  it('is told of every write that failed', () => {
    expect(writeReason(failing('EACCES')).why).toBe("It isn't writable.")
    expect(writeReason(failing('EIO')).why).toBe("It can't be written (EIO).")
    expect(writeReason('odd').why).toBe("It can't be written (odd).")
  })
})
