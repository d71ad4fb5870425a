import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { dyingParents, type DyingParents } from './testing/dying-parent'

/*
 * The proof of "a change survives the app" in small: a program that was started by an app that is then killed, with its
 * whole process group, runs on to its end and loses no output.
 */

const total = 40
/** Writes slowly, so that most of it comes after the parent's death. */
const writer = `let n = 0; const t = setInterval(() => { console.log('line ' + n); console.error('note ' + n);
  if (++n === ${total}) { clearInterval(t); console.log(require('fs').readFileSync(0, 'utf8')) } }, 25)`
const program = { file: process.execPath, args: ['-e', writer], env: process.env, stdin: 'values' }

let parents: DyingParents
beforeAll(async () => {
  parents = await dyingParents()
}, 60_000)
afterAll(() => parents.dispose())

describe('a change under way', () => {
  it.each(['process', 'group'] as const)(
    'survives when the app is killed: its %s',
    { timeout: 30_000 },
    async (what) => {
      const orphan = await parents.orphan(program, what, () => Promise.resolve())
      expect(orphan.read('stdout')).not.toContain('values')
      await vi.waitFor(() => expect(orphan.read('stdout')).toContain('values'), { timeout: 15_000, interval: 50 })
      expect(orphan.read('stdout').trim().split('\n')).toEqual([...numbered('line'), 'values'])
      expect(orphan.read('stderr').trim().split('\n')).toEqual(numbered('note'))
    },
  )
})

function numbered(word: string): string[] {
  return Array.from({ length: total }, (_, index) => `${word} ${index}`)
}
