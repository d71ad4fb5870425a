import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import type { ContextsState } from '@shared/model/cluster'
import { eventually } from '@/testing/eventually'
import { newDraft } from '@/lib/change/change-draft'
import { upgradeKey } from '@/state/drafts/useUpgradeDraft'
import { failing, makeContexts } from '@/testing/fake-bridge'
import { makeChartDetail, makeVersions } from '@/testing/make-chart'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'
import { releaseBridge } from '@/testing/release-bridge'
import { readValues } from '@/testing/type-values'

afterEach(cleanup)

/** The same contexts, of which each means a cluster with this identity. */
function meaning(identity: string): ContextsState {
  const state = makeContexts('prod')
  return { ...state, contexts: state.contexts.map((context) => ({ ...context, identity })) }
}

type Bridge = ReturnType<typeof plainBridge>
const sent = (bridge: Bridge, channel: string): unknown => bridge.calls.findLast(({ name }) => name === channel)?.input

describe('what a change is sent to', () => {
  it('is the cluster that its context meant when the dialog opened', async () => {
    const bridge = releaseBridge()
    bridge.answers['kube:list_contexts'] = () => Promise.resolve(meaning('aa'))
    bridge.answers['plan:make'] = failing('forbidden')
    await openWindow('/releases/shop/web?ask=uninstall')
    await screen.findByRole('dialog', { name: 'Uninstall web?' })
    bridge.emit('kube:contexts_changed', meaning('bb'))
    await fireEvent.click(await screen.findByRole('button', { name: 'Uninstall web without a plan' }))
    await eventually(() => expect(sent(bridge, 'helm:uninstall')).toMatchObject({ context: 'prod', cluster: 'aa' }))
  })

  it('is asked anew by the next dialog', async () => {
    const bridge = releaseBridge()
    bridge.answers['kube:list_contexts'] = () => Promise.resolve(meaning('aa'))
    await openWindow('/releases/shop/web')
    const open = async (): Promise<void> => {
      await fireEvent.click(await screen.findByRole('button', { name: 'Uninstall…' }))
      await screen.findByRole('dialog', { name: 'Uninstall web?' })
    }
    await open()
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    bridge.emit('kube:contexts_changed', meaning('bb'))
    await open()
    await eventually(() => expect(sent(bridge, 'release:get_revision')).toMatchObject({ cluster: 'bb' }))
  })

  it('is the cluster that a page was opened with', async () => {
    const bridge = plainBridge({
      'kube:list_contexts': () => Promise.resolve(meaning('aa')),
      'charts:get_chart': () => Promise.resolve(makeChartDetail({})),
      'charts:list_versions': () => Promise.resolve(makeVersions('1.2.3')),
      'helm:preview_command': (input) => Promise.resolve(['helm', input.verb, input.release_name]),
      'helm:install': () => new Promise(() => undefined),
    })
    await openWindow('/install?chart=shop/web')
    const send = await screen.findByRole('button', { name: 'Install web' })
    bridge.emit('kube:contexts_changed', meaning('bb'))
    await fireEvent.click(send)
    await eventually(() => expect(sent(bridge, 'helm:install')).toMatchObject({ context: 'prod', cluster: 'aa' }))
  })

  /** A draft that was left when the context meant another cluster. */
  async function openElsewhere(): Promise<Bridge> {
    const bridge = releaseBridge()
    const target = { verb: 'upgrade', context: 'prod', namespace: 'shop', name: 'web', chart: 'shop/web' } as const
    const typed = { version: '1.2.3', values: 'mine: 1\n', fromRevision: 3, masksOf: 3 }
    const draft = { ...newDraft(target), ...typed, cluster: 'aa' }
    const head = { key: upgradeKey(target), ...target, updatedAt: '2026-01-01T12:00:00.000Z', revision: 1 }
    const drafts = [{ ...head, window: 'w', resting: true }] as const
    Object.assign(bridge.answers, {
      'kube:list_contexts': () => Promise.resolve(meaning('bb')),
      'release:get_own_values': () => Promise.resolve({ text: 'a: 1\n', masked: 0, isAsWritten: false }),
      'charts:get_chart': () => Promise.resolve(makeChartDetail({})),
      'charts:list_versions': () => Promise.resolve(makeVersions('1.2.3')),
      'drafts:list': () => Promise.resolve({ drafts, setAside: 0 }),
      'drafts:read': () => Promise.resolve({ head: drafts[0], draft }),
      'drafts:discard': () => Promise.resolve(),
      'helm:upgrade': () => new Promise(() => undefined),
      'plan:make': () => new Promise(() => undefined),
    })
    await openWindow('/releases/shop/web/upgrade')
    await screen.findByText('This draft was written for another cluster:')
    return bridge
  }

  it('is nothing for a draft of another cluster, until the person takes it here', async () => {
    const bridge = await openElsewhere()
    await fireEvent.click(await screen.findByRole('button', { name: 'Upgrade web' }))
    await eventually(async () => expect(await readValues()).toBe('mine: 1\n'))
    for (const channel of ['helm:upgrade', 'plan:make', 'helm:preview_command'])
      expect(sent(bridge, channel)).toBeUndefined()
    await fireEvent.click(screen.getByRole('button', { name: 'Use it here' }))
    await eventually(() => expect(sent(bridge, 'plan:make')).toMatchObject({ cluster: 'bb', values: 'mine: 1\n' }))
    expect(screen.queryByText('This draft was written for another cluster:')).toBeNull()
  })

  it('is begun again where such a draft is discarded', async () => {
    const bridge = await openElsewhere()
    await fireEvent.click(screen.getByRole('button', { name: 'Discard it' }))
    await eventually(async () => expect(await readValues()).toBe('a: 1\n'))
    await eventually(() => expect(sent(bridge, 'plan:make')).toMatchObject({ cluster: 'bb', values: 'a: 1\n' }))
    expect(sent(bridge, 'drafts:discard')).toEqual({ key: 'upgrade prod shop/web' })
  })
})
