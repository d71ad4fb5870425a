import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openJsonFile } from './json-file'

const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-json-'))
afterAll(() => rm(dir, { recursive: true }))

it('gives back what was written, for the owner alone', () => {
  const path = join(dir, 'a.json')
  const file = openJsonFile(path)
  expect(file.read()).toBeUndefined()
  file.write([1])
  file.write([['a', 'b']])
  expect(openJsonFile(path).read()).toEqual([['a', 'b']])
  expect(statSync(path).mode & 0o077).toBe(0)
  expect(readdirSync(dir)).toEqual(['a.json'])
  writeFileSync(path, '{broken')
  expect(file.read()).toBeUndefined()
})
