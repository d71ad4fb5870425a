import { describe, expect, it } from 'vitest'
import { hookRuns, testHooks, type Hook } from './hooks'

const hook = (name: string, events: string[], weight?: number): Hook =>
  weight === undefined ? { kind: 'Job', name, events } : { kind: 'Job', name, events, weight }

describe('hooks', () => {
  it('run event after event, the lighter ones first, equal ones by name', () => {
    const hooks = [
      hook('z', ['post-rollback']),
      hook('late', ['pre-rollback'], 5),
      hook('b', ['pre-rollback', 'post-rollback']),
      hook('a', ['pre-rollback']),
      hook('first', ['pre-rollback'], -1),
      hook('other', ['pre-delete']),
    ]
    const runs = hookRuns(hooks, ['pre-rollback', 'post-rollback']).map((run) => `${run.event} ${run.hook.name}`)
    expect(runs).toEqual([
      'pre-rollback first',
      'pre-rollback a',
      'pre-rollback b',
      'pre-rollback late',
      'post-rollback b',
      'post-rollback z',
    ])
  })

  it('are tests by either name, each once', () => {
    const both = hook('both', ['test', 'test-success'])
    expect(testHooks([hook('old', ['test-success']), both, hook('x', ['post-install'])])).toEqual([
      both,
      hook('old', ['test-success']),
    ])
  })
})
