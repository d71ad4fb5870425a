import { describe, expect, it } from 'vitest'
import { applyChanges } from './apply-changes'
import { changeList, type ListChange } from './list-items'

const add: ListChange = { kind: 'add', value: 'no' }
const remove = (at: number): ListChange => ({ kind: 'remove', at })
const swap = (at: number): ListChange => ({ kind: 'swap', at })
const list = '# Hosts\nhosts:\n  # The first\n  - a # yes\n  - b\n\n  # The last\n  - c\nnext: 1\n'

describe('items of a list', () => {
  it.each<[string, ListChange, string]>([
    [list, add, "# Hosts\nhosts:\n  # The first\n  - a # yes\n  - b\n\n  # The last\n  - c\n  - 'no'\nnext: 1\n"],
    [list, remove(0), '# Hosts\nhosts:\n  - b\n\n  # The last\n  - c\nnext: 1\n'],
    [list, remove(2), '# Hosts\nhosts:\n  # The first\n  - a # yes\n  - b\n\nnext: 1\n'],
    [list, swap(0), '# Hosts\nhosts:\n  - b\n  # The first\n  - a # yes\n\n  # The last\n  - c\nnext: 1\n'],
    ['hosts:\n- a\n- b', swap(0), 'hosts:\n- b\n- a'],
    ['hosts:\n- a', add, "hosts:\n- a\n- 'no'"],
    ['hosts:\n  - a # only\nb: 1\n', remove(0), 'hosts: [] # only\nb: 1\n'],
    ['hosts: [a, b] # both\n', add, "hosts: [a, b, 'no'] # both\n"],
    ['hosts: []\n', add, "hosts: ['no']\n"],
    ['hosts:\n  -\n    a\n  - b\n', add, "hosts:\n  - a\n  - b\n  - 'no'\n"],
  ])('%j after %j', (text, change, after) => {
    const changes = changeList(text, ['hosts'], change)
    expect(changes === null ? null : applyChanges(text, changes)).toBe(after)
  })

  it.each(['hosts: a\n', 'a: 1\n', 'hosts: [a\n'])('are left alone in %j', (text) => {
    expect(changeList(text, ['hosts'], add)).toBeNull()
  })
})
