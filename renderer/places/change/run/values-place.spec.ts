import { describe, expect, it } from 'vitest'
import { valuesPlace } from './values-place'

const text = `# mine
image:
  tag: 2
  pull: Always
hosts:
  - name: a
  - name: b
"a/b": 1
`
const at = (place: string, detail = '') => {
  const offset = valuesPlace(text, {
    code: 'values-invalid',
    cause: `Its schema refuses what stands at "${place}".`,
    detail,
  })
  return offset === null ? null : text.slice(offset).split('\n')[0]
}

describe('the place in the values that an error names', () => {
  it.each([
    ['/image/tag', 'tag: 2'],
    ['/image', 'image:'],
    ['/hosts/1/name', 'name: b'],
    ['/hosts/1', 'name: b'],
    ['/a~1b', '"a/b": 1'],
    // What is missing would stand in what is there.
    ['/image/repository', 'image:'],
  ])('%s is where %s stands', (place, found) => expect(at(place)).toBe(found))

  it('is nowhere where the text has nothing of it, or the error names none', () => {
    expect(at('/service/port')).toBeNull()
    expect(valuesPlace(text, { code: 'values-invalid', cause: 'helm failed.', detail: '' })).toBeNull()
    expect(valuesPlace('', { code: 'values-invalid', cause: '', detail: 'yaml: line 7: did not find' })).toBeNull()
  })

  it('is nowhere for an error of a template, whose line is its own', () => {
    const detail = 'Error: YAML parse error on shop/templates/a.yaml: error converting YAML to JSON: yaml: line 4: bad'
    expect(valuesPlace(text, { code: 'chart-invalid', cause: 'line 4: bad', detail })).toBeNull()
  })

  it('is the line that helm names, at its first letter', () => {
    const offset = valuesPlace(text, {
      code: 'values-invalid',
      cause: '',
      detail: 'error converting YAML to JSON: yaml: line 4: bad',
    })
    expect(text.slice(offset ?? 0).split('\n')[0]).toBe('pull: Always')
  })
})
