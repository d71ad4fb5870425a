import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drivableMark, switchRefusal } from './refused-switches'

let plain = ''
let marked = ''

beforeAll(() => {
  plain = mkdtempSync(join(tmpdir(), 'wheelhouse-switches-'))
  marked = mkdtempSync(join(tmpdir(), 'wheelhouse-switches-'))
  writeFileSync(join(marked, drivableMark), '')
})
afterAll(() => [plain, marked].forEach((folder) => rmSync(folder, { recursive: true })))

const started = (...switches: string[]): { hasSwitch: (name: string) => boolean } => ({
  hasSwitch: (name) => switches.includes(name),
})

it.each([
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'js-flags',
  'disable-web-security',
  'proxy-server',
  'ignore-certificate-errors',
  'renderer-cmd-prefix',
])('refuses --%s, and says which and why', (name) => {
  expect(switchRefusal(started('disable-gpu', name), plain)).toMatch(
    new RegExp(`^Wheelhouse wasn't started: --${name} isn't allowed, because it .+ Start it without\\.$`),
  )
})

it('takes what a desktop needs', () => {
  expect(switchRefusal(started('disable-gpu', 'ozone-platform', 'user-data-dir', 'no-sandbox'), plain)).toBeNull()
})

it('lets a marked package be driven, and nothing else', () => {
  expect(switchRefusal(started('remote-debugging-port'), marked)).toBeNull()
  expect(switchRefusal(started('remote-debugging-port', 'js-flags'), marked)).toContain('--js-flags')
  expect(switchRefusal(started('remote-debugging-pipe'), marked)).toContain('--remote-debugging-pipe')
})
