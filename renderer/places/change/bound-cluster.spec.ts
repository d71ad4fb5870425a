import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import type { ContextsState } from '@shared/model/cluster'
import { eventually } from '@/testing/eventually'
import { failing, makeContexts } from '@/testing/fake-bridge'
import { makeChartDetail, makeVersions } from '@/testing/make-chart'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'
import { releaseBridge } from '@/testing/release-bridge'

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
})
