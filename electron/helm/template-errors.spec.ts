import { describe, expect, it } from 'vitest'
import { helmError } from './errors'

/** Real texts of both majors: what a template says, what it renders, and what is wrong in it. */
const texts: readonly (readonly [reason: string, message: string, cause: string, actions: readonly string[]])[] = [
  [
    'execution error at (shop/templates/a.yaml:6:8): set host.name please\n\nUse --debug flag to render out invalid YAML',
    "The chart doesn't accept these values.",
    'It says: set host.name please. (templates/a.yaml, line 6)',
    ['fix-values'],
  ],
  [
    'YAML parse error on shop/templates/a.yaml: error converting YAML to JSON: yaml: line 6: did not find expected key',
    'A template of the chart renders invalid YAML.',
    'templates/a.yaml: line 6: did not find expected key. The chart has to be fixed, unless one of the values breaks its YAML.',
    [],
  ],
  [
    'YAML parse error on shop/charts/db/templates/a.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type util.SimpleHead',
    'A template of the chart renders invalid YAML.',
    'charts/db/templates/a.yaml: It is a list, not a mapping of keys to values. The chart has to be fixed, unless one of the values breaks its YAML.',
    [],
  ],
  [
    'template: shop/templates/a.yaml:6:12: executing "shop/templates/a.yaml" at <include "shop.x" .>: error calling include: template: shop/templates/_x.tpl:2:3: executing "shop.x" at <.Values.a.b>: nil pointer evaluating interface {}.b',
    'A template of the chart failed.',
    'templates/_x.tpl, line 2: nil pointer evaluating interface {}.b. It was at .Values.a.b.',
    ['fix-values'],
  ],
  [
    'shop/templates/a.yaml:6:12\n  executing "shop/templates/a.yaml" at <.Values.a.b>:\n    nil pointer evaluating interface {}.b',
    'A template of the chart failed.',
    'templates/a.yaml, line 6: nil pointer evaluating interface {}.b. It was at .Values.a.b.',
    ['fix-values'],
  ],
  [
    'parse error at (shop/templates/a.yaml:3): unclosed action',
    'A template of the chart is broken.',
    'templates/a.yaml, line 3: unclosed action.',
    [],
  ],
]

describe('how a template fails', () => {
  it.each(texts)('%j', (reason, message, cause, actions) => {
    for (const prefix of ['INSTALLATION FAILED: ', 'UPGRADE FAILED: ', '']) {
      const error = helmError(`Error: ${prefix}${reason}\n`, 'install')
      expect(error).toMatchObject({ code: 'chart-invalid', message, cause, actions })
    }
  })

  it("is told before what a chart's author wrote could mean something else", () => {
    const error = helmError('Error: execution error at (shop/templates/a.yaml:6:8): release: not found', 'install')
    expect(error.code).toBe('chart-invalid')
  })
})
