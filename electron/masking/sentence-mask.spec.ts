import { describe, expect, it } from 'vitest'
import { secretMask } from '@shared/mask'
import { createSentenceMask, maskSentences, type KnownSecrets } from './sentence-mask'

const many = Array.from({ length: 300 }, (_, at) => `Pl4nted-${at}-pw`)

function open(secrets: readonly string[], fails = false) {
  const asked: { readonly sentences: readonly string[]; readonly key: string }[] = []
  let known = 0
  const mask = createSentenceMask(secrets, {
    maskAside: (sentences: readonly string[], of: KnownSecrets) => {
      asked.push({ sentences, key: of.key })
      return fails ? Promise.reject(new Error('late')) : Promise.resolve(maskSentences(sentences, of))
    },
    onKnown: () => (known += 1),
  })
  return { mask, asked, known: () => known }
}

describe('sentences of a release', () => {
  it('with few secrets are masked at once', () => {
    const { mask, asked } = open(['Pl4nted-pw'])
    expect(mask.tell('no login with Pl4nted-pw')).toBe(`no login with ${secretMask}`)
    expect(mask.settled()).toBeNull()
    expect(asked).toEqual([])
  })

  it.each([
    ['many secrets', many],
    ['long secrets', ['Pl4nted-7-pw', 'x'.repeat(20_000)]],
  ])('with %s are kept back until they are masked elsewhere, all in one go', async (_what, secrets) => {
    const { mask, asked, known } = open(secrets)
    const sentences = ['no login with Pl4nted-7-pw', 'Back-off pulling image "web:2"']
    expect(sentences.map(mask.tell)).toEqual([null, null])
    expect(sentences.map(mask.tell)).toEqual([null, null])
    await mask.settled()
    expect(known()).toBe(1)
    expect(sentences.map(mask.tell)).toEqual([`no login with ${secretMask}`, sentences[1]])
    expect(mask.settled()).toBeNull()
    expect(mask.tell('one more')).toBeNull()
    await mask.settled()
    expect(asked.map((one) => one.sentences)).toEqual([sentences, ['one more']])
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1)
  })

  it('are waited for, those too that come while others are masked', async () => {
    const { mask } = open(many)
    mask.tell('first')
    const settled = mask.settled()
    await Promise.resolve()
    mask.tell('second')
    await settled
    expect(['first', 'second'].map(mask.tell)).toEqual(['first', 'second'])
  })

  it('stay kept back where they could not be masked, and are not asked for again', async () => {
    const { mask, asked } = open(many, true)
    mask.tell('no login with Pl4nted-7-pw')
    await mask.settled()
    expect(mask.tell('no login with Pl4nted-7-pw')).toBeNull()
    expect(mask.settled()).toBeNull()
    expect(asked).toHaveLength(1)
  })
})
