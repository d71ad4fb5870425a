import { describe, expect, it } from 'vitest'
import { makePlan, makePlanObject, makeProblem } from '@/testing/make-plan'
import { isFiltering, nextProblem, noFilter, objectFinder, planRows } from './plan-rows'

const image = { path: ['spec', 'containers', '[web]', 'image'], before: 'web:1', after: 'web:2' }
const objects = [
  makePlanObject({ name: 'web', fields: [image] }),
  makePlanObject({ kind: 'Service', name: 'web', namespace: 'edge', action: 'added' }),
  makePlanObject({ kind: 'Role', name: 'reader', action: 'unchanged' }),
]

describe('the rows of a plan', () => {
  it('are its overview, then each group with its objects, unless it is folded', () => {
    expect(planRows(objects, {}, false).map(({ key }) => key)).toEqual([
      ...['overview', 'group changed', 'v1/Deployment/shop/web', 'group added', 'v1/Service/edge/web'],
      'group unchanged',
    ])
    expect(planRows(objects, { changed: true, unchanged: false }, false).map(({ key }) => key)).toEqual([
      ...['overview', 'group changed', 'group added', 'v1/Service/edge/web', 'group unchanged', 'v1/Role/shop/reader'],
    ])
    expect(planRows(objects, {}, true).at(-1)?.key).toBe('v1/Role/shop/reader')
  })

  it('are found by kind, name, namespace, and by paths and values of fields', () => {
    const find = objectFinder(makePlan({ objects }))
    const found = (part: object): string[] => find({ ...noFilter, ...part }).map(({ kind }) => kind)
    expect(found({})).toHaveLength(3)
    expect(found({ search: 'WEB:2' })).toEqual(['Deployment'])
    expect(found({ search: 'containers[web] image' })).toEqual(['Deployment'])
    expect(found({ search: 'web', kinds: ['Service'] })).toEqual(['Service'])
    expect(found({ namespaces: ['edge'] })).toEqual(['Service'])
    expect(found({ onlyChanges: true })).toEqual(['Deployment', 'Service'])
    expect(found({ onlyChanges: true, search: 'reader' })).toEqual([])
    expect(isFiltering({ ...noFilter, search: ' ' })).toBe(false)
  })

  it('lead from problem to problem, round the end', () => {
    const bad = ['a', 'b', 'c', 'd'].map((name) =>
      makePlanObject({ name, problems: name === 'b' || name === 'd' ? [makeProblem({ stops: false })] : [] }),
    )
    const next = (after: string, step: 1 | -1 = 1): string | undefined =>
      nextProblem(bad, after === '' ? '' : `v1/Deployment/shop/${after}`, step)?.name
    expect([next(''), next('b'), next('d'), next('b', -1), next('', -1)]).toEqual(['b', 'd', 'b', 'd', 'd'])
    expect(nextProblem(objects, '', 1)).toBeNull()
  })
})
