import { expect, it } from 'vitest'
import { isAlias, isScalar, parseDocument, visit } from 'yaml'
import { aliasTargets } from './yaml-aliases'

it('finds what each alias means: the last anchor of its name before it', () => {
  const document = parseDocument('a: &x 1\nb: *x\nc: &x 2\nd: [*x]\ne: *later\nf: &later 3\n', { logLevel: 'silent' })
  const targets = aliasTargets({ visit, isAlias }, document)
  const meant = [...targets].map(([alias, node]) => [alias.source, isScalar(node) ? node.value : null])
  expect(meant).toEqual([
    ['x', 1],
    ['x', 2],
  ])
})
