import { yaml } from '@codemirror/lang-yaml'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { keyOnLine, keysOf, pathAt, pathWords } from './yaml-places'

const text = [
  '# first',
  'image:',
  '  tag: "1"',
  '  list:',
  '    - name: a',
  '      value: 2',
  '    - 3',
  'flow: { a: 1, b: [2, { c: 3 }] }',
  '"quo ted": |',
  '  text: no',
  '',
].join('\n')

const state = EditorState.create({ doc: text, extensions: [yaml()] })
const at = (part: string): number => text.indexOf(part)

describe('places in YAML', () => {
  it.each([
    ['tag', ['image', 'tag']],
    ['"1"', ['image', 'tag']],
    ['value', ['image', 'list', 0, 'value']],
    ['3\n', ['image', 'list', 1]],
    ['c: 3', ['flow', 'b', 1, 'c']],
    ['text: no', ['quo ted']],
    ['# first', []],
  ])('%s stands in its path', (part, path) => {
    expect(pathAt(state, at(part) + 1)).toEqual(path)
  })

  it('finds the key that a line begins with', () => {
    const line = (part: string) => keyOnLine(state, state.doc.lineAt(at(part)))?.path ?? null
    expect(line('- name')).toEqual(['image', 'list', 0, 'name'])
    expect(line('flow')).toEqual(['flow'])
    expect(line('text: no')).toBeNull()
    expect(line('# first')).toBeNull()
    expect(line('- 3')).toBeNull()
  })

  it('lists all keys', () => {
    expect(keysOf(state).map(({ path }) => pathWords(path))).toEqual([
      'image',
      'image › tag',
      'image › list',
      'image › list › [0] › name',
      'image › list › [0] › value',
      'flow',
      'flow › a',
      'flow › b',
      'flow › b › [1] › c',
      'quo ted',
    ])
  })

  it('gives where a value ends', () => {
    const image = keysOf(state)[0]
    expect(text.slice(image?.from, image?.end)).toMatch(/^image:[\s\S]*- 3$/)
  })
})
