import { describe, expect, it } from 'vitest'
import type { ValuesGuide } from '../model/values-guide'
import { recognisePasted } from './only-own'

const defaults = `# Copies.
replicas: 2

image:
  name: shop
  # The chart's version where it is empty.
  tag: ''
service: {type: ClusterIP, port: 80, name: web}
args: []
`
const guide: ValuesGuide = {
  schemas: [],
  defaults: [{ path: [], text: defaults }],
  mentioned: [],
  outside: [],
  gaps: [],
}

describe('pasted values', () => {
  it("are recognised as the chart's own file, and reduced to what differs", () => {
    const text = defaults.replace("tag: ''", 'tag: v2 # mine').replace('web}', 'api}')
    expect(recognisePasted(text, guide)).toEqual({
      kind: 'defaults',
      text,
      onlyOwn: "image:\n  # The chart's version where it is empty.\n  tag: v2 # mine\nservice: {name: api}\n",
      same: 5,
      all: 7,
      question: 'Keep only what differs from the defaults? 5 of 7 keys are the same.',
    })
  })

  it('are recognised by the heading that helm writes', () => {
    expect(recognisePasted('USER-SUPPLIED VALUES:\r\nreplicas: 3\r\n', guide)).toMatchObject({
      kind: 'user-supplied',
      text: 'replicas: 3\r\n',
      onlyOwn: 'replicas: 3\r\n',
    })
    expect(recognisePasted('COMPUTED VALUES:\nreplicas: 2\nimage: {tag: x}\n', guide)).toMatchObject({
      kind: 'computed',
      onlyOwn: 'image: {tag: x}\n',
      same: 1,
      all: 2,
    })
    expect(recognisePasted('USER-SUPPLIED VALUES:\nnull\n', guide)).toMatchObject({ all: 0, onlyOwn: 'null\n' })
  })

  it('are nothing but values where only some of the defaults are there, or they differ', () => {
    expect(recognisePasted('replicas: 2\nimage: {name: shop}\n', guide)).toBeNull()
    const other = 'replicas: 1\nimage: {name: a, tag: b}\nservice: {type: c, port: 1, name: d}\nargs: [1]\n'
    expect(recognisePasted(other, guide)).toBeNull()
    expect(recognisePasted('a: [', guide)).toBeNull()
  })

  it('keep their sense where anchors hold them together', () => {
    const text = 'COMPUTED VALUES:\nreplicas: &two 2\nother: *two\n'
    expect(recognisePasted(text, guide)?.onlyOwn).toBe('other: 2\n')
  })
})
