import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseHelmJson } from './output'

const schema = z.array(z.object({ name: z.string() }))

describe('parseHelmJson', () => {
  it('skips what a registry prints before', () => {
    expect(parseHelmJson('Pulled: r/c:1\nDigest: sha256:1\n[{"name":"a"}]\n', schema)).toEqual([{ name: 'a' }])
    expect(parseHelmJson('[]', schema)).toEqual([])
  })

  it.each(['', 'no json', '[{"name":1}]', '{"name":"a"}', '[{"name":"a"'])('refuses %j', (stdout) => {
    expect(() => parseHelmJson(stdout, schema)).toThrow("helm's output couldn't be understood.")
  })
})
