import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import type { Coverage, KindWatch } from './kind-watch'
import { problemOf } from './problem'

function kind(name: KindWatch['kind'], coverage: Coverage, part: Partial<KindWatch> = {}) {
  return { kind: name, coverage: () => coverage, isWide: () => coverage !== 'denied', lost: () => null, ...part }
}

describe('why health is not known', () => {
  it('is nothing where all is read', () => {
    expect(problemOf([kind('Job', 'known'), kind('Deployment', 'loading')], [])).toBe('')
  })

  it('names kinds and a few namespaces that may not be listed', () => {
    const kinds = [kind('Deployment', 'denied'), kind('Job', 'denied'), kind('DaemonSet', 'known')]
    expect(problemOf(kinds, [])).toBe(
      'You may not list Deployments and Jobs in the whole cluster, so their health is unknown there.',
    )
    expect(problemOf(kinds, ['a', 'b', 'c', 'd'])).toBe(
      'You may not list Deployments and Jobs in a, b, c and 1 more namespace, so their health is unknown there.',
    )
  })

  it('is nothing where the cluster is refused, but the namespaces in sight are not', () => {
    expect(problemOf([kind('Deployment', 'known', { isWide: () => false })], ['shop'])).toBe('')
  })

  it('is the connection before all else', () => {
    const lost = (): ReturnType<KindWatch['lost']> => appError('cluster-unreachable', "It can't be reached.")
    expect(problemOf([kind('Deployment', 'denied'), kind('Job', 'known', { lost })], [])).toBe(
      "It can't be reached. Showing the last known health.",
    )
  })
})
