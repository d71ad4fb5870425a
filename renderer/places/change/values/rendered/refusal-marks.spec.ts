import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import type { ValuesGuide } from '@shared/model/values-guide'
import { refusalMarks } from './refusal-marks'
import { faultOf, readsOf } from './value-links'

const guide: ValuesGuide = {
  ...{ defaults: [], mentioned: [], outside: [], gaps: [] },
  schemas: [{ path: ['main', 'db'], text: '{}' }],
  reads: [
    { file: 'web/templates/a.yaml', values: [['image', 'tag'], ['host'], ['host']], lines: [3, 8, 9] },
    { file: 'web/charts/db/templates/b.yaml', values: [['db', 'size']], lines: [1] },
  ],
}
const failing = (detail: string, cause = '') => appError('values-invalid', 'It was refused.', { cause, detail })
const marked = (text: string, detail: string, cause = ''): (readonly [string, string])[] =>
  refusalMarks(text, failing(detail, cause), guide).map(({ from, to, message }) => [text.slice(from, to), message])

describe('what helm refuses, as marks', () => {
  const text = 'image:\n  tag: 1\nmain:\n  db:\n    size: big\n'

  it('stands at the key, or at the nearest one around it, in helm’s own words', () => {
    const detail =
      "web:\n- at '/image/tag': got number, want string\n- at '/image': missing property 'name'\ndb:\n- at '/size': got string, want integer\n- at '': missing property 'user'\n"
    expect(marked(text, detail)).toEqual([
      ['tag', 'helm: got number, want string'],
      ['image', "helm: name: missing property 'name'"],
      ['size', 'helm: got string, want integer'],
      ['db', "helm: user: missing property 'user'"],
    ])
    expect(refusalMarks(text, failing(detail), guide).map(({ line }) => line)).toEqual([2, 1, 5, 4])
  })

  it('stands at the value that a template has failed on', () => {
    const code =
      'template: web/charts/main/templates/x.yaml:6:15: executing "x" at <.Values.db.size.unit>: nil pointer evaluating'
    expect(marked(text, code, 'It is nothing.')).toEqual([['size', 'helm: It is nothing.']])
  })

  it('is none where the text has nothing of the kind', () => {
    expect(marked('other: 1\n', "web:\n- at '/image/tag': got number, want string")).toEqual([])
    expect(marked('[', "web:\n- at '/image/tag': got number, want string")).toEqual([])
    expect(marked(text, 'release: not found')).toEqual([])
  })
})

describe('the values that a template reads', () => {
  it('are each told once, or those of one line', () => {
    expect(readsOf(guide, 'web/templates/a.yaml')).toEqual([['image', 'tag'], ['host']])
    expect(readsOf(guide, 'web/templates/a.yaml', 8)).toEqual([['host']])
    expect(readsOf(guide, 'web/templates/none.yaml')).toEqual([])
    expect(readsOf(null, 'web/templates/a.yaml')).toEqual([])
  })

  it('are those of the failing line where helm shows no code', () => {
    const fault = faultOf(failing('execution error at (web/templates/a.yaml:8:8): set host please'), guide)
    expect(fault).toEqual({ values: [], templates: [{ file: 'web/templates/a.yaml', line: 8 }], reads: [['host']] })
  })
})
