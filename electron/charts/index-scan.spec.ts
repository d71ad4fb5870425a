import { beforeEach, describe, expect, it, vi } from 'vitest'
import { parseIndex } from './index-parse'
import * as yaml from './index-yaml'
import { indexOf } from './testing/odd-entries'

vi.mock('./index-yaml', { spy: true })

/** All that public indexes have, as helm writes it. */
const usual = (version: string): string =>
  [
    'annotations:\n  category: Infra\n  licenses: |\n    Apache\n    1.0\n  count: "3"\napiVersion: v2\nappVersion: 1.27.0',
    'created: "2026-02-01T10:00:00.123456789Z"\ndependencies:\n- alias: shared\n  condition: common.enabled\n  name: common',
    '  repository: oci://registry.example.com/charts\n  tags:\n  - basics\n  version: 2.x.x',
    'deprecated: false\ndescription: A server that\n  goes on in the next line\ndigest: 123e4567\nhome: https://example.com',
    "keywords:\n- http\n- web\nkubeVersion: '>= 1.25.0-0'\nmaintainers:\n- email: jane@example.com\n  name: Jane\n  url: https://a.test",
    'name: web\nsources:\n- https://example.com/web\ntype: application\nurls:\n- https://charts.example.com/web.tgz',
    `version: ${version}`,
  ].join('\n')

describe('scanning an index', () => {
  beforeEach(() => vi.clearAllMocks())

  it('parses but the newest entry of a chart, for its description', () => {
    const index = indexOf({ web: ['1.9.0', '1.10.0', '1.8.0'].map(usual) })
    const [chart] = parseIndex(Buffer.from(index)).charts
    expect(chart?.versions.map(({ version }) => version)).toEqual(['1.10.0', '1.9.0', '1.8.0'])
    expect(chart?.about.description).toBe('A server that goes on in the next line')
    expect(yaml.loadTyped).toHaveBeenCalledTimes(1)
  })

  it('parses every entry that helm may refuse or pass over, and those alone', () => {
    const odd = `${usual('1.9.0')}\nicon: 1.2`
    const index = indexOf({ web: [usual('1.10.0'), odd] })
    expect(() => parseIndex(Buffer.from(index))).toThrow('icon of web 1.9.0 is a number')
    expect(yaml.loadTyped).toHaveBeenCalledTimes(1)
  })
})
