import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { HealthPatch, ReleaseHealth } from '@shared/model/health'
import { feedBridge } from '@/testing/feed-bridge'
import { makeRelease } from '@/testing/make-release'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

const shop = ['api', 'db', 'seed', 'web', 'new'].map((name) => makeRelease({ name }))
const detail = 'Deployment web: 0 of 1 ready.\nPod web-1: ImagePullBackOff: no such image'
const known: [string, ReleaseHealth][] = [
  ['shop/api', { state: 'ready', words: '', detail: '' }],
  ['shop/db', { state: 'waiting', words: '2 of 3 ready', detail: 'StatefulSet db: 2 of 3 ready.' }],
  ['shop/seed', { state: 'none', words: '', detail: '' }],
  ['shop/web', { state: 'failing', words: 'ImagePullBackOff', detail }],
]

function bridgeWith(patch: Partial<HealthPatch> = {}) {
  return feedBridge(shop, {
    'releases:follow_health': ({ contexts }) =>
      Promise.resolve(contexts.map(({ context }) => ({ context, changed: known, problem: '', ...patch }))),
  })
}

const rowOf = (name: string): HTMLElement | null => document.querySelector(`tr[data-key="prod/shop/${name}"]`)
const cellOf = (name: string): HTMLElement | null => rowOf(name)?.querySelector('td[data-column="health"]') ?? null
const names = (): string[] => [...document.querySelectorAll('td[data-column="name"]')].map((cell) => cell.textContent)
const told = (name: string): Promise<void> => vi.waitFor(() => expect(cellOf(name)?.textContent).toMatch(/\w/))

describe('the health column', () => {
  it('tells each in words and by a shape, with the whole of it in the tooltip', async () => {
    bridgeWith()
    await openWindow()
    await screen.findByRole('columnheader', { name: 'Health' })
    await told('web')
    expect(['api', 'db', 'seed', 'web', 'new'].map((name) => cellOf(name)?.textContent)).toEqual([
      'ready',
      '2 of 3 ready',
      '–',
      'ImagePullBackOff',
      '–',
    ])
    expect(['api', 'db', 'seed', 'web'].map((name) => cellOf(name)?.querySelector('path')?.getAttribute('d'))).toEqual([
      expect.stringMatching(/^M20/),
      expect.stringMatching(/^M12/),
      undefined,
      expect.stringMatching(/^m15/),
    ])
    expect(cellOf('web')?.title).toBe(detail)
    expect(cellOf('new')?.title).toBe('Its health is not known yet')
  })

  it('tells the whole sentence of a word by the keyboard too, and copies it', async () => {
    bridgeWith()
    const { router } = await openWindow()
    await told('web')
    const word = cellOf('web')?.querySelector('button')
    if (!word) throw new Error('no word to press')
    // Tab reaches that of the active row only.
    rowOf('web')?.focus()
    await vi.waitFor(() => expect(word.tabIndex).toBe(0))
    expect(cellOf('db')?.querySelector('button')?.tabIndex).toBe(-1)
    await fireEvent.keyDown(word, { key: 'Enter' })
    expect(router.currentRoute.value.path).toBe('/releases')
    await fireEvent.click(word)
    const note = await screen.findByRole('dialog', { name: 'Health of web' })
    expect(note.querySelector('p')?.textContent.trim()).toBe(detail)
    expect(within(note).getByRole('button', { name: 'Copy the health of web' })).toBeTruthy()
    expect(router.currentRoute.value.path).toBe('/releases')
  })

  it('is told on the page of a release as well', async () => {
    releaseBridge().answers['releases:follow_health'] = ({ contexts }) =>
      Promise.resolve(contexts.map(({ context }) => ({ context, changed: known, problem: '' })))
    await openWindow('/releases/shop/web')
    await fireEvent.click(await screen.findByRole('button', { name: 'Health: ImagePullBackOff' }))
    const note = await screen.findByRole('dialog', { name: 'Health of web' })
    expect(note.querySelector('p')?.textContent.trim()).toBe(detail)
  })

  it('says why it is not known, and keeps the rows', async () => {
    bridgeWith({ changed: [], problem: 'You may not list Deployments in shop, so their health is unknown there.' })
    await openWindow()
    expect(await screen.findAllByTitle(/^You may not list Deployments in shop/)).toHaveLength(5)
  })

  it('changes with what is told', async () => {
    const bridge = bridgeWith()
    await openWindow()
    await told('web')
    const ready: ReleaseHealth = { state: 'ready', words: '', detail: '' }
    bridge.emit('releases:health_changed', { context: 'prod', changed: [['shop/web', ready]], problem: '' })
    await vi.waitFor(() => expect(cellOf('web')?.textContent).toBe('ready'))
  })

  it('is sorted with the worst first', async () => {
    bridgeWith()
    const { router } = await openWindow()
    await told('web')
    await fireEvent.click(screen.getByRole('button', { name: 'Sort by health' }))
    await vi.waitFor(() => expect(names()).toEqual(['web', 'db', 'api', 'seed', 'new']))
    expect(router.currentRoute.value.query).toEqual({ sort: 'health' })
  })

  it('is a filter with counts, kept in the address', async () => {
    bridgeWith()
    const { router } = await openWindow()
    await told('web')
    await fireEvent.click(screen.getByRole('button', { name: 'Health' }))
    const options = await screen.findAllByRole('option')
    expect(options.map((option) => option.textContent.replaceAll(/\s/g, ''))).toEqual([
      'Failing1',
      'Waiting1',
      'Ready1',
    ])
    await fireEvent.click(options[0] ?? document.body)
    await vi.waitFor(() => expect(names()).toEqual(['web']))
    expect(router.currentRoute.value.query).toEqual({ health: 'failing' })
    expect(screen.getByRole('button', { name: 'Health, chosen: Failing' })).toBeTruthy()
  })

  it('is restored from an address', async () => {
    bridgeWith()
    await openWindow('/releases?health=waiting,ready')
    await vi.waitFor(() => expect(names()).toEqual(['api', 'db']))
  })

  it('counts what is failing among what needs attention', async () => {
    bridgeWith()
    await openWindow()
    await fireEvent.click(await screen.findByRole('button', { name: 'Needs attention (1)' }))
    const line = (await screen.findByText('web', { selector: 'li *' })).closest('li')
    expect(line?.textContent).toContain('ImagePullBackOff')
  })
})

describe('following health', () => {
  it('tells which rows are in sight, and ends with the list', async () => {
    const bridge = bridgeWith()
    const { router } = await openWindow()
    const last = (): unknown => bridge.calls.findLast(({ name }) => name === 'releases:follow_health')?.input
    await vi.waitFor(() =>
      expect(last()).toEqual({
        contexts: [{ context: 'prod', rows: ['shop/api', 'shop/db', 'shop/new', 'shop/seed', 'shop/web'] }],
      }),
    )
    await router.push('/charts')
    await vi.waitFor(() => expect(last()).toEqual({ contexts: [] }))
  })
})
