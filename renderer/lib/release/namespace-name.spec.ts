import { expect, it } from 'vitest'
import { namespaceName } from '@shared/contract/inputs'
import { isNamespaceName } from './namespace-name'

const texts = [
  'shop',
  'a',
  'team-a1',
  '0',
  '',
  '-a',
  'a-',
  'A',
  'a.b',
  'a b',
  'ä',
  'a\n',
  'x'.repeat(63),
  'x'.repeat(64),
]

it.each(texts)('agrees with the contract about %j', (text) => {
  expect(isNamespaceName(text)).toBe(namespaceName.safeParse(text).success)
})
