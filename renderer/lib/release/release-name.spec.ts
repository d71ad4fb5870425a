import { describe, expect, it } from 'vitest'
import { releaseName } from '@shared/contract/inputs'
import { releaseNameProblem, suggestedName } from './release-name'

const names = ['a', 'web', 'web-1', 'web.prod', 'a.b-c.d', '1', 'x'.repeat(53)]
const refused = ['', 'Web', 'web_1', 'web ', '-web', 'web-', 'web.', '.web', 'a..b', 'a.-b', 'é', 'x'.repeat(54)]

describe('a release name', () => {
  it.each(names)('%j is one, here as at the door', (name) => {
    expect(releaseNameProblem(name)).toBe('')
    expect(releaseName.safeParse(name).success).toBe(true)
  })

  it.each(refused)('%j is none, here as at the door', (name) => {
    expect(releaseNameProblem(name)).not.toBe('')
    expect(releaseName.safeParse(name).success).toBe(false)
  })

  it.each([
    ['redis', 'redis'],
    ['My_Chart', 'my-chart'],
    [`${'x'.repeat(52)}-y`, 'x'.repeat(52)],
    ['--', ''],
  ])('is suggested from the chart %j as %j', (chart, name) => expect(suggestedName(chart)).toBe(name))
})
