import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import { eventually } from '@/testing/eventually'
import { makeChartDetail, makeVersions } from '@/testing/make-chart'
import { makePlan } from '@/testing/make-plan'
import { makeDetail, makeRevision } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'

afterEach(cleanup)

const address = 'http://schemas.test/a.json'

/** A chart for which helm would fetch these; refused until exactly that was agreed to. */
function reachingOut(outside: readonly string[] = [address]) {
  const refused = appError('chart-reaches-out', 'This chart makes helm read from outside of it.', {
    cause: `Its schema refers to ${outside.join(', ')}.`,
    actions: ['allow-outside'],
    detail: outside.join('\n'),
  })
  const agreed = (input: object): boolean =>
    'agreed_outside' in input && JSON.stringify(input.agreed_outside) === JSON.stringify(outside)
  const unlessAgreed = <T>(input: object, answer: T): Promise<T> =>
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the contract's plain object
    agreed(input) ? Promise.resolve(answer) : Promise.reject(refused)
  return plainBridge({
    'releases:follow_history': ({ release }) =>
      Promise.resolve(release === null ? [] : [makeRevision(2, { status: 'deployed' })]),
    'release:get_revision': ({ revision }) => Promise.resolve(makeDetail(revision)),
    'release:get_own_values': () => Promise.resolve({ text: 'a: 1\n', masked: 0, isAsWritten: false }),
    'release:get_source': () => Promise.resolve('shop/web'),
    'charts:get_chart': () => Promise.resolve(makeChartDetail()),
    'charts:list_versions': () => Promise.resolve(makeVersions('1.2.3')),
    'helm:preview_command': ({ verb }) => Promise.resolve(['helm', verb]),
    'plan:make': (input) => unlessAgreed(input, makePlan()),
    'helm:upgrade': (input) => unlessAgreed(input, undefined),
  })
}

type Fake = ReturnType<typeof reachingOut>
const sent = (bridge: Fake, channel: string) => bridge.calls.findLast(({ name }) => name === channel)?.input

describe('a chart whose schema refers to addresses outside of it', () => {
  it('is planned and sent once that is allowed, with exactly what was shown', async () => {
    const bridge = reachingOut()
    await openWindow('/releases/shop/web/upgrade')
    const banner = await screen.findByText(/^This chart makes helm read/)
    expect(banner.closest('[role="alert"]')?.textContent).toContain(address)
    expect(sent(bridge, 'plan:make')).not.toHaveProperty('agreed_outside')
    await fireEvent.click(screen.getByRole('button', { name: 'Allow and plan again' }))
    expect(await screen.findByText('Runs exactly this plan')).toBeTruthy()
    expect(sent(bridge, 'plan:make')).toMatchObject({ agreed_outside: [address] })
    await eventually(() => expect(sent(bridge, 'helm:preview_command')).toBeDefined())
    expect(sent(bridge, 'helm:preview_command')).not.toHaveProperty('agreed_outside')
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await eventually(() => expect(sent(bridge, 'helm:upgrade')).toMatchObject({ agreed_outside: [address] }))
  })

  it('can be allowed where the change itself was refused; then Enter sends it', async () => {
    const bridge = reachingOut()
    bridge.answers['plan:make'] = () => new Promise(() => undefined)
    await openWindow('/releases/shop/web/upgrade')
    await screen.findByLabelText('The exact command')
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await fireEvent.click(await screen.findByRole('button', { name: 'Allow' }))
    await eventually(() => expect(document.activeElement?.textContent.trim()).toBe('Upgrade web'))
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await eventually(() => expect(sent(bridge, 'helm:upgrade')).toMatchObject({ agreed_outside: [address] }))
  })

  it('is asked about again where it refers to others', async () => {
    const bridge = reachingOut()
    await openWindow('/releases/shop/web/upgrade')
    await fireEvent.click(await screen.findByRole('button', { name: 'Allow and plan again' }))
    await screen.findByText('Runs exactly this plan')
    Object.assign(bridge.answers, reachingOut([address, 'http://schemas.test/b.json']).answers)
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    const heading = await screen.findByRole('heading', { name: /^This chart makes helm read/ })
    expect(heading.closest('[role="alert"]')?.textContent).toContain('b.json')
  })
})
