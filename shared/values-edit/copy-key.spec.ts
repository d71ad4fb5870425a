import { describe, expect, it } from 'vitest'
import { applyChanges } from './apply-changes'
import { copyKey, snippetAt } from './copy-key'

const defaults = `# Image to run.
image:
  # Where it comes from.
  repository: shop
  tag: ''  # the chart's version
service:
  port: 80
  script: |
    one
      two
`
function copied(text: string, path: readonly string[]): string | null {
  const changes = copyKey(text, path, snippetAt(defaults, path) ?? '')
  return changes === null ? null : applyChanges(text, changes)
}

describe('copying a key of the defaults', () => {
  it.each([
    ['into nothing', '', ['image', 'tag'], "image:\n  tag: ''  # the chart's version\n"],
    ['behind the others', 'a: 1', ['service', 'port'], 'a: 1\nservice:\n  port: 80'],
    [
      'into its map',
      'image:\n  tag: x # mine\nb: 2\n',
      ['image', 'repository'],
      'image:\n  tag: x # mine\n  # Where it comes from.\n  repository: shop\nb: 2\n',
    ],
    [
      'as far in as the others',
      'x:\n    y: 1\n',
      ['service'],
      'x:\n    y: 1\nservice:\n    port: 80\n    script: |\n        one\n          two\n',
    ],
    [
      'into an empty map',
      'image: {} # none\nb: 1\n',
      ['image', 'tag'],
      "image: # none\n  tag: ''  # the chart's version\nb: 1\n",
    ],
    [
      'into nothing behind a key',
      'image:\nb: 1\n',
      ['image', 'repository'],
      'image:\n  # Where it comes from.\n  repository: shop\nb: 1\n',
    ],
    ['into brackets', 'image: {tag: x}\n', ['image', 'repository'], 'image: {tag: x, repository: shop}\n'],
    [
      'with the line breaks of the text',
      'a: 1\r\nb: 2\r\n',
      ['service', 'port'],
      'a: 1\r\nb: 2\r\nservice:\r\n  port: 80\r\n',
    ],
    [
      'only what its map lacks',
      'image:\n  tag: x\n',
      ['image'],
      'image:\n  tag: x\n  # Where it comes from.\n  repository: shop\n',
    ],
    ['nothing where it is set', 'image:\n  tag: x\n', ['image', 'tag'], 'image:\n  tag: x\n'],
    ['not below a text', 'image: shop\n', ['image', 'tag'], null],
    ['not where a map is merged', 'x: &x {tag: 1}\nimage:\n  <<: *x\n', ['image', 'repository'], null],
  ])('%s', (_, text, path, expected) => {
    expect(copied(text, path)).toBe(expected)
  })
})
