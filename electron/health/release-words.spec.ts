import { describe, expect, it } from 'vitest'
import { secretMask } from '@shared/mask'
import { maskHere } from '../masking/sentence-mask'
import { createReleaseWords, type WordsRow } from './release-words'

const row: WordsRow = { namespace: 'shop', name: 'web', revision: 2 }
const sentence = 'CrashLoopBackOff: container web ended with code 1: no login with Pl4nted-pw'

function open(secretsOf: (row: WordsRow) => Promise<readonly string[]>) {
  let known = 0
  const asked: WordsRow[] = []
  const words = createReleaseWords({
    secretsOf: (of) => {
      asked.push(of)
      return secretsOf(of)
    },
    maskAside: maskHere,
    onKnown: () => (known += 1),
  })
  return { words, asked, known: () => known }
}

describe('what a cluster says of a release', () => {
  it('is told without its secrets, and only by its first word until they are known', async () => {
    const { words, asked, known } = open(() => Promise.resolve(['Pl4nted-pw']))
    expect(words.tell(row, sentence, true)).toBe('CrashLoopBackOff')
    await expect.poll(known).toBe(1)
    expect(words.tell(row, sentence, true)).toBe(
      `CrashLoopBackOff: container web ended with code 1: no login with ${secretMask}`,
    )
    expect(words.tell(row, sentence, true)).toContain(secretMask)
    expect(asked).toEqual([row])
    expect(words.tell({ ...row, revision: 3 }, sentence, true)).toBe('CrashLoopBackOff')
  })

  it('is told by its first word while many secrets are looked for elsewhere', async () => {
    const { words, known } = open(() =>
      Promise.resolve(Array.from({ length: 300 }, (_, at) => `Pl4nted-pw${at || ''}`)),
    )
    expect(words.tell(row, sentence, true)).toBe('CrashLoopBackOff')
    await expect.poll(known).toBe(1)
    expect(words.tell(row, sentence, true)).toBe('CrashLoopBackOff')
    await expect.poll(known).toBe(2)
    expect(words.tell(row, sentence, true)).toBe(sentence.replace('Pl4nted-pw', secretMask))
  })

  it('is not found out for what is out of sight', () => {
    const { words, asked } = open(() => Promise.resolve([]))
    expect(words.tell(row, sentence, false)).toBe('CrashLoopBackOff')
    expect(asked).toEqual([])
  })

  it('needs none for a word alone', () => {
    const { words, asked } = open(() => Promise.resolve([]))
    expect(words.tell(row, '0 of 2 ready', true)).toBe('0 of 2 ready')
    expect(asked).toEqual([])
  })

  it('is asked for again where it could not be read', async () => {
    let fails = true
    const { words, asked, known } = open(() => (fails ? Promise.reject(new Error('away')) : Promise.resolve([])))
    expect(words.tell(row, sentence, true)).toBe('CrashLoopBackOff')
    await expect.poll(() => asked.length).toBe(1)
    fails = false
    await expect.poll(() => words.tell(row, sentence, true)).toBe(sentence)
    expect(known()).toBe(1)
  })
})
