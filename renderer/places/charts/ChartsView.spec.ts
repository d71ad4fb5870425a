import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '@/testing/eventually'
import { failing } from '@/testing/fake-bridge'
import { makeChart, makeChartDetail, makeVersions } from '@/testing/make-chart'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'

afterEach(cleanup)

const all = [makeChart(), makeChart({ ref: 'shop/redis', name: 'redis', deprecated: true })]

function searchable() {
  return plainBridge({
    'charts:search': ({ query }) => {
      const charts = all.filter((chart) => chart.name.includes(query))
      return Promise.resolve({ charts, total: charts.length, repositories: 1 })
    },
    'charts:get_chart': ({ chart }) => Promise.resolve(makeChartDetail({ ref: chart })),
    'charts:list_versions': () => Promise.resolve(makeVersions('2.0.0-beta.1', '1.2.3', '1.2.2')),
    'charts:choose_file': () => Promise.resolve('/home/jane/charts/my-app'),
  })
}

describe('the charts', () => {
  it('are found while typing, and opened with the keyboard alone', async () => {
    searchable()
    const { router } = await openWindow('/charts')
    expect((await screen.findAllByRole('row')).length).toBe(3)
    expect(screen.getByRole('row', { name: /redis/ }).textContent).toContain('deprecated')
    const box = screen.getByRole('searchbox', { name: 'Search charts' })
    await fireEvent.update(box, 'red')
    await eventually(() => expect(screen.getAllByRole('row').length).toBe(2))
    expect(screen.getByText('1 chart matches “red”')).toBeTruthy()
    await fireEvent.keyDown(box, { key: 'ArrowDown' })
    expect(document.activeElement?.textContent).toBe('redis')
    await fireEvent.keyDown(box, { key: 'Enter' })
    await eventually(() => expect(router.currentRoute.value.params['ref']).toBe('shop/redis'))
  })

  it('open with Enter what was typed, not what was found before', async () => {
    searchable()
    const { router } = await openWindow('/charts')
    expect((await screen.findAllByRole('row')).length).toBe(3)
    const box = screen.getByRole('searchbox', { name: 'Search charts' })
    await fireEvent.update(box, 'red')
    await fireEvent.keyDown(box, { key: 'Enter' })
    await eventually(() => expect(router.currentRoute.value.params['ref']).toBe('shop/redis'))
  })

  it('open nothing for an Enter whose search has failed, when it is tried again later', async () => {
    const bridge = searchable()
    const { router } = await openWindow('/charts')
    expect((await screen.findAllByRole('row')).length).toBe(3)
    const answer = bridge.answers['charts:search']
    bridge.answers['charts:search'] = failing('helm-missing', 'helm was not found.')
    const box = screen.getByRole('searchbox', { name: 'Search charts' })
    await fireEvent.update(box, 'red')
    await fireEvent.keyDown(box, { key: 'Enter' })
    await screen.findByRole('heading', { name: 'helm was not found.' })
    Object.assign(bridge.answers, { 'charts:search': answer })
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await eventually(() => expect(screen.getAllByRole('row').length).toBe(2))
    expect(router.currentRoute.value.name).toBe('charts')
  })

  it('say how to get a repository where there is none', async () => {
    plainBridge({ 'charts:search': () => Promise.resolve({ charts: [], total: 0, repositories: 0 }) })
    await openWindow('/charts')
    await screen.findByRole('heading', { name: 'No repository to search' })
    expect(screen.getByRole('link', { name: 'Add a repository' }).getAttribute('href')).toBe('/sources?add=')
  })

  it('say that nothing matches, and clear the search', async () => {
    searchable()
    await openWindow('/charts?q=nothing')
    await screen.findByRole('heading', { name: 'No chart matches' })
    await fireEvent.click(screen.getByRole('button', { name: 'Clear the search' }))
    expect(await screen.findByRole('table', { name: 'Charts' })).toBeTruthy()
  })

  it('show a failure and try again', async () => {
    const bridge = plainBridge({ 'charts:search': failing('helm-missing', 'helm was not found.') })
    await openWindow('/charts')
    await screen.findByRole('heading', { name: 'helm was not found.' })
    bridge.answers['charts:search'] = () => Promise.resolve({ charts: all, total: 2, repositories: 1 })
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('table', { name: 'Charts' })).toBeTruthy()
  })

  it('take the address of a chart in a registry as it is, without searching for it', async () => {
    const bridge = searchable()
    const { router } = await openWindow(`/charts?q=${encodeURIComponent('oci://ghcr.io/a/podinfo')}`)
    await fireEvent.click(await screen.findByRole('button', { name: 'Use this reference' }))
    await eventually(() => expect(router.currentRoute.value.params['ref']).toBe('oci://ghcr.io/a/podinfo'))
    expect(bridge.calls.map(({ name }) => name)).not.toContain('charts:search')
  })
})

describe('a chart', () => {
  it('shows its default values, and another version of it is asked for and handed to the install', async () => {
    const bridge = searchable()
    await openWindow('/charts/shop%2Fweb')
    expect(await screen.findByRole('region', { name: 'Default values' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Install…' }).getAttribute('href')).toBe(
      '/install?chart=shop/web&version=1.2.3',
    )
    expect(screen.getByRole('radio', { name: /2\.0\.0-beta\.1 prerelease/ })).toBeTruthy()
    await fireEvent.click(await screen.findByRole('radio', { name: /1\.2\.2/ }))
    await eventually(() =>
      expect(bridge.calls).toContainEqual({ name: 'charts:get_chart', input: { chart: 'shop/web', version: '1.2.2' } }),
    )
    expect(screen.getByRole('link', { name: 'Install…' }).getAttribute('href')).toBe(
      '/install?chart=shop/web&version=1.2.2',
    )
  })

  it('says why it cannot be read, and offers the newest version', async () => {
    plainBridge({
      'charts:get_chart': failing('chart-not-found', 'There is no web 9.9.9.'),
      'charts:list_versions': failing('chart-not-found'),
    })
    await openWindow('/charts/shop%2Fweb?version=9.9.9')
    await screen.findByRole('heading', { name: 'There is no web 9.9.9.' })
    expect(screen.getByRole('link', { name: 'Show the newest version' })).toBeTruthy()
  })

  it('keeps its other versions in sight when one cannot be read', async () => {
    plainBridge({
      'charts:get_chart': ({ version }) =>
        version === '0.1.0-rc.9'
          ? Promise.resolve(makeChartDetail({ version }))
          : failing('chart-invalid', 'The archive is damaged.')(),
      'charts:list_versions': () => Promise.resolve(makeVersions('0.1.0-rc.10', '0.1.0-rc.9')),
    })
    await openWindow('/charts/shop%2Fweb')
    await screen.findByRole('heading', { name: 'The archive is damaged.' })
    await fireEvent.click(await screen.findByRole('radio', { name: /0\.1\.0-rc\.9/ }))
    expect(await screen.findByRole('region', { name: 'Default values' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Install…' }).getAttribute('href')).toContain('version=0.1.0-rc.9')
  })
})
