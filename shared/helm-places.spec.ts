import { describe, expect, it } from 'vitest'
import { helmPlaces } from './helm-places'

/* What helm 3.22.0 and 4.3.1 have written. */

const schema = `Error: values don't meet the specifications of the schema(s) in the following chart(s):
web:
- at '': missing property 'host'
- at '/image/tag': got number, want string
- at '/a': 'anyOf' failed
  - at '/a': got number, want string
  - at '/a': got number, want object
sub:
- at '/n~1m/0': maximum: got 7, want 3
- at '': additional properties 'global', 'other' not allowed
`
const hint = '\n\nUse --debug flag to render out invalid YAML\n'

describe('the places that an error of helm names', () => {
  it('are values that a schema refuses, of the chart whose schema it is', () => {
    expect(helmPlaces(schema).values).toEqual([
      { chart: 'web', path: ['host'], said: "missing property 'host'" },
      { chart: 'web', path: ['image', 'tag'], said: 'got number, want string' },
      { chart: 'web', path: ['a'], said: "'anyOf' failed" },
      { chart: 'sub', path: ['n/m', '0'], said: 'maximum: got 7, want 3' },
      { chart: 'sub', path: ['global'], said: "additional properties 'global', 'other' not allowed" },
      { chart: 'sub', path: ['other'], said: "additional properties 'global', 'other' not allowed" },
    ])
    expect(helmPlaces(schema).templates).toEqual([])
  })

  it.each([
    [
      'helm 3',
      'template: web/templates/a.yaml:6:15: executing "web/templates/a.yaml" at <.Values.deep.er.tag>: nil pointer evaluating interface {}.er',
    ],
    [
      'helm 4',
      'web/templates/a.yaml:6:15\n  executing "web/templates/a.yaml" at <.Values.deep.er.tag>:\n    nil pointer evaluating interface {}.er',
    ],
  ])('are the line of a template and the value that it reads there, by %s', (_, text) => {
    expect(helmPlaces(`Error: ${text}${hint}`)).toEqual({
      values: [],
      templates: [{ file: 'web/templates/a.yaml', line: 6 }],
      reads: [['deep', 'er', 'tag']],
    })
  })

  it.each([
    [
      'helm 3',
      'template: web/templates/a.yaml:10:6: executing "web/templates/a.yaml" at <include "web.x" .>: error calling include: template: web/templates/_x.tpl:2:15: executing "web.x" at <.Values.inner.q.r>: nil pointer evaluating interface {}.q',
    ],
    [
      'helm 4',
      'web/templates/a.yaml:10:6\n  executing "web/templates/a.yaml" at <include "web.x" .>:\n    error calling include:\nweb/templates/_x.tpl:2:15\n  executing "web.x" at <.Values.inner.q.r>:\n    nil pointer evaluating interface {}.q',
    ],
  ])('are those of templates that include each other, the innermost last, by %s', (_, text) => {
    const { templates, reads } = helmPlaces(`Error: ${text}${hint}`)
    expect(templates).toEqual([
      { file: 'web/templates/a.yaml', line: 10 },
      { file: 'web/templates/_x.tpl', line: 2 },
    ])
    expect(reads).toEqual([['inner', 'q', 'r']])
  })

  it.each([
    [
      'execution error at (web/charts/db/templates/a.yaml:8:8): set host.name please',
      'web/charts/db/templates/a.yaml',
      8,
    ],
    ['parse error at (web/templates/a.yaml:7): unexpected "}" in operand', 'web/templates/a.yaml', 7],
    [
      "YAML parse error on web/templates/a.yaml: error converting YAML to JSON: yaml: line 6: did not find expected ',' or ']'",
      'web/templates/a.yaml',
      0,
    ],
  ])('%j', (text, file, line) => {
    expect(helmPlaces(`Error: ${text}${hint}`).templates).toEqual([{ file, line }])
  })

  it('are none of other texts, and never more than can be shown', () => {
    expect(helmPlaces('Error: release: not found')).toEqual({ values: [], templates: [], reads: [] })
    const many = Array.from({ length: 1_000 }, (_one, at) => `- at '/a/${at}': got number, want string`)
    expect(helmPlaces(many.join('\n')).values).toHaveLength(50)
    const files = Array.from({ length: 1_000 }, (_one, at) => `(web/templates/${at}.yaml:1:1)`)
    expect(helmPlaces(files.join('\n')).templates).toHaveLength(50)
    expect(helmPlaces(`${'<'.repeat(100_000)} at <${'.Values'.repeat(50_000)}`).reads).toEqual([])
  })
})
