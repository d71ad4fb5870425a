import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import { appError } from '@shared/errors'
import type { PlanRendering, RenderedObject } from '@shared/model/rendering'
import type { ValuesGuide } from '@shared/model/values-guide'
import { makeRouter } from '@/router'
import type { ShownPlan } from '@/state/plan/usePlan'
import { eventually } from '@/testing/eventually'
import { failing } from '@/testing/fake-bridge'
import { makeChartDetail, makeVersions } from '@/testing/make-chart'
import { makePlan } from '@/testing/make-plan'
import { makeDetail, makeRevision } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'
import { typeValues } from '@/testing/type-values'
import RenderedPane from './RenderedPane.vue'

afterEach(cleanup)

const one = (part: Partial<RenderedObject> = {}): RenderedObject => {
  const { kind = 'ConfigMap', name = 'web' } = part
  const text = `kind: ${kind}\nmetadata:\n  name: ${name}\n`
  return { kind, name, namespace: '', source: 'web/templates/map.yaml', isHook: false, text, ...part }
}

const guide: ValuesGuide = {
  ...{ schemas: [], defaults: [], mentioned: [], outside: [], gaps: [] },
  reads: [{ file: 'web/templates/map.yaml', values: [['image', 'tag']], lines: [3] }],
}
const current: ShownPlan = {
  ...{ plan: makePlan(), isStale: false, isMaking: false, progress: null, error: null },
  ...{ unreadable: null, isOutdated: false, isIncomplete: false },
}
const detail = "values don't meet the specifications\nweb:\n- at '/image/tag': got number, want string"
const refused = appError('values-invalid', "The values don't match what the chart accepts.", { detail })

async function openPane(found: PlanRendering, shown: ShownPlan = current) {
  const bridge = plainBridge({ 'plan:get_rendered': () => Promise.resolve(found) })
  const plugins = [ui, makeRouter(createMemoryHistory())]
  const view = render(RenderedPane, { props: { shown, guide }, global: { plugins } })
  return {
    view,
    container: view.container,
    bridge,
    pane: within(await screen.findByRole('region', { name: 'Rendered' })),
  }
}

describe('what helm renders, beside the values', () => {
  it('is a list of objects with their text, found by what stands in it', async () => {
    const objects = [one(), one({ kind: 'Pod', name: 'check', isHook: true, source: 'web/templates/hook.yaml' })]
    const { pane, container } = await openPane({ objects })
    const options = async (): Promise<string[]> =>
      (await pane.findAllByRole('option')).map((option) => option.textContent.replaceAll(/\s+/g, ' ').trim())
    await eventually(async () => expect(await options()).toEqual(['ConfigMapwebmap.yaml', 'Podcheckhookhook.yaml']))
    await fireEvent.click(pane.getByRole('option', { name: /check/ }))
    await eventually(() => expect(container.querySelector('.cm-content')?.textContent).toContain('kind: Pod'))
    await fireEvent.update(pane.getByRole('searchbox'), 'name: web')
    await eventually(async () => expect(await options()).toEqual(['ConfigMapwebmap.yaml']))
  })

  it('leads back to the values that its template reads', async () => {
    const { pane, view } = await openPane({ objects: [one()] })
    await fireEvent.click(await pane.findByRole('button', { name: 'image.tag' }))
    expect(view.emitted('goTo')).toEqual([[['image', 'tag']]])
  })

  it('stays while the next is made or can’t be, which says where helm fails; then it is the next', async () => {
    const { pane, bridge, view } = await openPane({ objects: [one()] })
    await pane.findByRole('option')
    expect(pane.queryByRole('status')).toBeNull()
    await view.rerender({ shown: { ...current, isStale: true, isMaking: true } })
    expect(pane.getByRole('status').textContent).toContain('Rendered from the values before your last change.')
    expect(pane.getByRole('option', { name: /web/ })).toBeTruthy()
    await view.rerender({ shown: { ...current, isStale: true, error: refused } })
    const alert = pane.getByRole('alert')
    expect(alert.textContent).toContain('got number, want string')
    await fireEvent.click(within(alert).getByRole('button', { name: 'image.tag' }))
    expect(view.emitted('goTo')).toEqual([[['image', 'tag']]])
    expect(pane.getByRole('option', { name: /web/ })).toBeTruthy()
    bridge.answers['plan:get_rendered'] = () => Promise.resolve({ objects: [one({ name: 'next' })] })
    await view.rerender({ shown: { ...current, plan: makePlan({ id: '7d4c1f5e-0000-4000-8000-0000000000bb' }) } })
    expect(await pane.findByRole('option', { name: /next/ })).toBeTruthy()
    expect(pane.queryByRole('alert')).toBeNull()
    expect(pane.queryByRole('status')).toBeNull()
  })

  it.each<readonly [string, PlanRendering]>([
    ['helm would send no objects.', { objects: [] }],
    ['It is too long to be shown: 9,000,000 characters.', { objects: [], tooLong: 9_000_000 }],
  ])('says: %s', async (words, found) => {
    const { pane } = await openPane(found)
    expect(await pane.findByText(words)).toBeTruthy()
  })

  it('says why there is none yet', async () => {
    const { pane } = await openPane({ objects: [] }, { ...current, plan: null, isMaking: true })
    expect(pane.getByRole('status').textContent).toContain('What helm would send appears here.')
  })

  it('is what helm renders without the cluster while that is away, and says so', async () => {
    const error = appError('cluster-unreachable', "Can't reach cluster prod.")
    const away: ShownPlan = { ...current, plan: null, error, unplanned: 'first' }
    const { pane, view, bridge } = await openPane({ objects: [one()] }, away)
    await pane.findByRole('option', { name: /web/ })
    expect(bridge.calls.at(-1)?.input).toEqual({ plan_id: 'first' })
    const status = (): string =>
      pane
        .getAllByRole('status')
        .map(({ textContent }) => textContent)
        .join(' ')
    expect(status()).toMatch(/Can't reach cluster prod\. +Rendered without the cluster/)
    expect(pane.queryByRole('alert')).toBeNull()
    const making: ShownPlan = { ...current, plan: null, isMaking: true }
    await view.rerender({ shown: making, guide })
    expect(status()).toContain('Rendered from the values before your last change.')
    bridge.answers['plan:get_rendered'] = failing('values-invalid', 'They were refused.')
    await view.rerender({ shown: { ...away, unplanned: 'second' }, guide })
    expect((await pane.findByRole('alert')).textContent).toContain('They were refused.')
    expect(pane.getByRole('option', { name: /web/ })).toBeTruthy()
    bridge.answers['plan:get_rendered'] = () => Promise.resolve({ objects: [one({ name: 'next' })] })
    await view.rerender({ shown: current, guide })
    expect(await pane.findByRole('option', { name: /next/ })).toBeTruthy()
    expect(pane.queryByRole('alert')).toBeNull()
    expect(pane.queryByRole('status')).toBeNull()
  })

  it('is reached from the page of an upgrade, where what helm refuses is marked at its key', async () => {
    const bridge = plainBridge({
      'releases:follow_history': ({ release }) =>
        Promise.resolve(release === null ? [] : [makeRevision(2, { status: 'deployed' })]),
      'release:get_revision': ({ revision }) => Promise.resolve(makeDetail(revision)),
      'release:get_own_values': () => Promise.resolve({ text: 'image:\n  tag: one\n', masked: 0, isAsWritten: false }),
      'release:get_source': () => Promise.resolve('shop/web'),
      'charts:get_chart': () => Promise.resolve(makeChartDetail()),
      'charts:list_versions': () => Promise.resolve(makeVersions('1.2.3')),
      'helm:preview_command': ({ verb }) => Promise.resolve(['helm', verb]),
      'plan:make': ({ plan_id: id }) => Promise.resolve(makePlan({ id })),
      'plan:get_rendered': () => Promise.resolve({ objects: [one()] }),
    })
    await openWindow('/releases/shop/web/upgrade')
    await screen.findByText('Runs exactly this plan')
    await fireEvent.click(screen.getByRole('tab', { name: 'Rendered' }))
    expect(await screen.findByRole('option', { name: /web/ })).toBeTruthy()
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the contract's plain object
    bridge.answers['plan:make'] = () => Promise.reject(refused)
    await typeValues('image:\n  tag: 2\n')
    const alert = within(await screen.findByRole('region', { name: 'Rendered' }))
    await fireEvent.click(await alert.findByRole('button', { name: 'image.tag' }))
    await eventually(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Values'))
    expect((await screen.findAllByText(/helm: got number, want string/)).length).toBeGreaterThan(0)
  })
})
