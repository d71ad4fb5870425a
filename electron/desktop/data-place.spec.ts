import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { findDataPlace, noPlaceWords } from './data-place'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-place-'))
  folders.push(folder)
  return folder
}

const refusing = (code: string) => ({
  check: () => {
    throw Object.assign(new Error(`${code}: no`), { code })
  },
  makeTemporary: () => '/tmp/made',
  exists: () => true,
})

it('is the folder itself, made for the owner alone, with nothing left in it', () => {
  const wanted = join(newFolder(), 'deep', 'Wheelhouse')
  expect(findDataPlace(wanted)).toEqual({ kept: wanted, working: wanted, problem: null })
  expect(statSync(wanted).mode & 0o777).toBe(0o700)
  expect(readdirSync(wanted)).toEqual([])
})

it('works elsewhere, in a folder of its own, where the folder cannot be made', () => {
  const file = join(newFolder(), 'file')
  writeFileSync(file, '')
  const place = findDataPlace(join(file, 'Wheelhouse'))
  folders.push(place.working)
  // There is nothing to be read.
  expect(place.kept).toBe(place.working)
  expect(place.problem?.cause).toContain('Settings and the journal last until you quit')
  expect(existsSync(place.working)).toBe(true)
  expect(statSync(place.working).mode & 0o777).toBe(0o700)
  expect(place.problem).toMatchObject({ code: 'disk-failed', message: expect.stringContaining("can't keep") as string })
})

it.runIf(process.platform === 'linux')('does not wait for a folder that can never be made', () => {
  const place = findDataPlace('/proc/nowhere/Wheelhouse')
  folders.push(place.working)
  expect(place.problem).toMatchObject({ code: 'disk-failed' })
})

it('works elsewhere beside a folder that is there and cannot be written to', () => {
  const home = newFolder()
  const { check, exists } = refusing('EACCES')
  const place = findDataPlace(home, { check, exists, makeTemporary: newFolder })
  expect(place).toMatchObject({ kept: home, problem: { code: 'disk-failed' } })
  expect(place.working).not.toBe(home)
})

it.each([
  ['EROFS', 'The disk is read-only. ', 'Make it writable, then'],
  ['EACCES', "It isn't writable. ", 'Make it writable, then'],
  ['ENOSPC', 'The disk is full. ', 'Free up space, then'],
])('says what is not kept, why and what helps: %s', (code, why, now) => {
  const { working, problem } = findDataPlace('/home/jane/.config/Wheelhouse', refusing(code))
  expect(working).toBe('/tmp/made')
  expect(problem?.cause).toContain(`/home/jane/.config/Wheelhouse: ${why}`)
  expect(problem?.cause).toContain("Settings last until you quit, and releases can't be changed")
  expect(problem?.cause).toContain(now)
})

it('has no place where there is no temporary folder either, and words for it', () => {
  const none = {
    ...refusing('EROFS'),
    makeTemporary: () => {
      throw Object.assign(new Error('EROFS: no'), { code: 'EROFS' })
    },
  }
  expect(() => findDataPlace('/home/jane/.config/Wheelhouse', none)).toThrow('EROFS')
  const words = noPlaceWords('/home/jane/.config/Wheelhouse', Object.assign(new Error('no'), { code: 'EROFS' }))
  expect(words).toContain(
    `Neither /home/jane/.config/Wheelhouse nor ${tmpdir()} can be written to. The disk is read-only.`,
  )
})
