import { describe, expect, it } from 'vitest'
import { secretMask as mask } from '@shared/mask'
import { readText } from '@shared/values-edit/places'
import { maskYaml } from './mask'
import { maskAgain, putBackMasks, type MaskedText } from './put-back'

function baseOf(real: string, known: readonly string[] = []): MaskedText {
  return { real, shown: maskYaml(real, known).text }
}

const real = `# Who signs in
auth:
  password: hunter22 # never told
  "token": "a\\u00e9 \\"b\\""
  secretKey: 123456
url: postgres://app:s3cretpw@db/app
tls:
  privateKey: |
    line one
    line two
users:
  - name: joe
    password: 'joes own'
  - name: ann
    password: anns-own
replicas: 2
`

describe('masks', () => {
  it('are put back, so that not a byte differs', () => {
    const base = baseOf(real)
    expect(base.shown).not.toMatch(/hunter22|s3cretpw|line one|joes|anns|123456/)
    expect(putBackMasks(base.shown, base)).toEqual({ text: real, left: [] })
    // Not by looking whether it is the same.
    const edited = base.shown.replace('replicas: 2', 'replicas: 3')
    expect(putBackMasks(edited, base)).toEqual({ text: real.replace('replicas: 2', 'replicas: 3'), left: [] })
    expect(maskAgain(real, base)).toBe(base.shown)
    expect(maskAgain(real.replace('replicas: 2', 'replicas: 3'), base)).toBe(edited)
  })

  const base = baseOf(real)
  it.each<[string, string, unknown]>([
    ['in other quotes', `auth: {password: "${mask}"}`, { auth: { password: 'hunter22' } }],
    [
      'beside others, below and in front',
      `x: 1\nauth:\n    new: val\n    secretKey: ${mask}\n`,
      { x: 1, auth: { new: 'val', secretKey: 123456 } },
    ],
    [
      'of several lines, further in',
      `tls:\n      privateKey: ${mask} # kept`,
      { tls: { privateKey: 'line one\nline two\n' } },
    ],
    [
      'behind an anchor',
      `auth:\n  password: &pw ${mask}\nagain: *pw\n`,
      { auth: { password: 'hunter22' }, again: 'hunter22' },
    ],
    ['behind an unquoted key', `auth: {token: ${mask}}`, { auth: { token: 'aé "b"' } }],
    ['in one that is shown in part', `url: postgres://app:${mask}@db/app`, { url: 'postgres://app:s3cretpw@db/app' }],
    [
      'in entries of another order',
      `users:\n- {name: ann, password: ${mask}}\n- {name: bob, password: new}\n- {name: joe, password: ${mask}, admin: true}\n`,
      {
        users: [
          { name: 'ann', password: 'anns-own' },
          { name: 'bob', password: 'new' },
          { name: 'joe', password: 'joes own', admin: true },
        ],
      },
    ],
  ])('%s', (_, sent, value) => {
    const { text, left } = putBackMasks(sent, base)
    expect(left).toEqual([])
    expect(readText(text)?.value).toEqual(value)
  })

  it.each<[string, string, readonly (string | number)[], number]>([
    ['under a key of another name', `auth:\n  passwd: ${mask}`, ['auth', 'passwd'], 2],
    ['where a map was', `auth: ${mask}`, ['auth'], 1],
    ['in a block', `auth:\n  password: |\n    ${mask}\n`, ['auth', 'password'], 3],
    ['in a part of another text', `auth: {password: x${mask}}`, ['auth', 'password'], 1],
    ['in a part that was edited', `url: postgres://app:${mask}@other/app`, ['url'], 1],
    ['in an entry that nobody knows', `users: [{name: bob, password: ${mask}}]`, ['users', 0, 'password'], 1],
    [
      'in one of two of a name',
      `users: [{name: ann, password: ${mask}}, {name: ann, password: ${mask}, x: 1}]`,
      ['users', 1, 'password'],
      1,
    ],
    ['in a key', `${mask}: 1`, [], 1],
    ['in a comment of somebody', `a: 1\n# ${mask}`, [], 2],
    ['in a text that nobody can read', `auth: {password: ${mask}`, [], 1],
    ['in a second value of the same key', `auth: {password: ${mask}, password: x}`, [], 1],
  ])('stay %s', (_, sent, path, line) => {
    const { text, left } = putBackMasks(sent, base)
    expect(left.at(-1)).toEqual({ path, line })
    expect(text).toContain(mask)
  })

  it('are never those of a neighbour where an entry of a list went', () => {
    const list = baseOf('tokens:\n- first-token\n- second-token\n- third-token\n')
    const sent = `tokens:\n- ${mask}\n- ${mask}\n`
    expect(putBackMasks(sent, list)).toEqual({
      text: sent,
      left: [
        { path: ['tokens', 0], line: 2 },
        { path: ['tokens', 1], line: 3 },
      ],
    })
    const one = `tokens:\n- ${mask}\n- my own\n- ${mask}\n`
    expect(putBackMasks(one, list)).toEqual({ text: 'tokens:\n- first-token\n- my own\n- third-token\n', left: [] })
  })

  it('stand for any value of its own in their place, masked or not', () => {
    expect(putBackMasks(`replicas: ${mask}`, base)).toEqual({ text: 'replicas: 2', left: [] })
  })

  it('are put back one alone', () => {
    const { text, left } = putBackMasks(base.shown, base, ['auth', 'password'])
    expect(text).toBe(base.shown.replace(`password: ${mask}`, 'password: hunter22'))
    expect(left.length).toBeGreaterThan(3)
  })

  it('in comments are put back where these still read the same', () => {
    const commented = baseOf('# password: hunter22\nauth: {password: hunter22}\n# url: https://me:pass-w0rd@x.test\n')
    expect(commented.shown).not.toMatch(/hunter22|pass-w0rd/)
    const sent = `${commented.shown}b: 1\n`
    expect(putBackMasks(sent, commented)).toEqual({ text: `${commented.real}b: 1\n`, left: [] })
  })

  it('are taken for values of several documents', () => {
    const sent = `auth: {secretKey: ${mask}}\n---\nauth: {password: ${mask}}\n`
    expect(putBackMasks(sent, base).text).toBe('auth: {secretKey: 123456}\n---\nauth: {password: hunter22}\n')
  })

  it('come back only where the value is still the same', () => {
    const typed = real.replace('hunter22', 'my-own-one')
    expect(maskAgain(typed, base)).toBe(base.shown.replace(`password: ${mask} #`, 'password: my-own-one #'))
  })
})
