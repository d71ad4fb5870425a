import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import type { Operation } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

const theirs = (name: string): Operation => makeOperation({ id: name, name, foreign: true })

async function open(path: string, operations: Operation[]) {
  const bridge = releaseBridge()
  await openWindow(path)
  await screen.findByRole('navigation', { name: 'Main' })
  bridge.emit('operations:changed', operations)
  const strip = within(await screen.findByRole('region', { name: 'Operations' }))
  return { bridge, lines: () => strip.queryAllByRole('listitem').map((line) => line.textContent), strip }
}

describe('the strip', () => {
  it("has a line for somebody else's only change", async () => {
    const { lines } = await open('/sources', [theirs('web')])
    expect(lines()).toHaveLength(1)
    expect(lines()[0]).toContain('web is being upgraded by another helm')
  })

  it('takes the only change of another helm out of sight when it is dismissed', async () => {
    const { bridge, strip } = await open('/sources', [theirs('web')])
    bridge.answers['operations:dismiss'] = () => Promise.resolve()
    await fireEvent.click(strip.getByRole('button', { name: 'Dismiss: web is being upgraded by another helm' }))
    expect(bridge.calls.at(-1)).toEqual({ name: 'operations:dismiss', input: { id: 'web' } })
  })

  it('says when another helm has not been heard of for long', async () => {
    const { lines } = await open('/sources', [theirs('web')])
    expect(lines()[0]).toContain('It last changed something')
    expect(lines()[0]).toContain('helm may have been cut off.')
  })

  it('folds several of them away behind their number, below the own ones', async () => {
    const { lines, strip } = await open('/sources', [theirs('web'), makeOperation(), theirs('api'), theirs('db')])
    expect(lines()).toHaveLength(1)
    const button = strip.getByRole('button', { name: 'Other helms: 3 changes in progress' })
    await fireEvent.click(button)
    expect(lines()).toHaveLength(4)
    await fireEvent.click(strip.getByRole('button', { name: 'Show fewer' }))
    expect(lines()).toHaveLength(1)
  })

  it('shows three of the own ones, and how many more there are', async () => {
    const many = ['a', 'b', 'c', 'd'].map((id) => makeOperation({ id, name: id }))
    const { lines, strip } = await open('/sources', [...many, theirs('web'), theirs('api')])
    expect(lines()).toHaveLength(3)
    expect(strip.getByRole('button', { name: 'Show 3 more' })).toBeTruthy()
  })

  it('leads to the journal where the release is gone', async () => {
    const ended = { status: { phase: 'done' }, endedAt: new Date().toISOString() } as const
    const gone = makeOperation({ ...ended, verb: 'uninstall', name: 'api' })
    const { strip } = await open('/sources', [gone])
    expect(strip.getByRole('link').getAttribute('href')).toBe(`/activity/${gone.id}`)
  })

  it("says nothing of somebody else's change whose page is open", async () => {
    const { bridge, lines } = await open('/releases/shop/web', [theirs('web'), theirs('api')])
    expect(lines()).toHaveLength(1)
    expect(lines()[0]).toContain('api')
    bridge.emit('operations:changed', [theirs('web')])
    await screen.findByRole('region', { name: 'Upgrade of web' })
    expect(screen.queryByRole('region', { name: 'Operations' })).toBeNull()
  })
})
