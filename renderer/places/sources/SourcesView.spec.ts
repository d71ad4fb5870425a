import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '@/testing/eventually'
import { failing } from '@/testing/fake-bridge'
import { makeRepository } from '@/testing/make-chart'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'

afterEach(cleanup)

const broken = makeRepository({
  name: 'broken',
  chartCount: null,
  updatedAt: '',
  problem: 'Its index is a web page.',
  problemDetail: 'Error: looks like …',
})

describe('the sources', () => {
  it('list the repositories with what is wrong with them', async () => {
    plainBridge({ 'charts:list_repositories': () => Promise.resolve([makeRepository(), broken]) })
    await openWindow('/sources')
    const table = await screen.findByRole('table', { name: 'Repositories' })
    expect(within(table).getByRole('row', { name: /shop https:\/\/charts\.example\.com 12/ })).toBeTruthy()
    expect(within(table).getByRole('row', { name: /broken .* never/ })).toBeTruthy()
    expect(within(table).getByText('Its index is a web page.')).toBeTruthy()
    const details = within(table).getByText('Details').closest('details')
    expect(details?.textContent).toContain('Error: looks like …')
    expect(details?.open).toBe(false)
  })

  it('check what is typed, keep it when adding fails, and send the login only when it is asked for', async () => {
    const bridge = plainBridge({
      'charts:list_repositories': () => Promise.resolve([]),
      'charts:add_repository': failing('repository-unreachable', 'No answer.'),
    })
    await openWindow('/sources')
    const [add] = await screen.findAllByRole('button', { name: 'Add repository' })
    await fireEvent.click(add as HTMLElement)
    const name = screen.getByRole('textbox', { name: 'Name' })
    await fireEvent.update(name, 'my charts')
    await fireEvent.click(screen.getByRole('button', { name: 'Add' }))
    expect(screen.getByText(/with a letter or digit at both ends/)).toBeTruthy()
    expect(bridge.calls.some((call) => call.name === 'charts:add_repository')).toBe(false)

    await fireEvent.update(name, 'shop')
    await fireEvent.update(screen.getByRole('textbox', { name: 'Address' }), ' https://charts.example.com ')
    await fireEvent.click(screen.getByRole('button', { name: 'Add' }))
    await screen.findByRole('heading', { name: 'No answer.' })
    expect((name as HTMLInputElement).value).toBe('shop')
    expect(bridge.calls.at(-1)?.input).toEqual({ name: 'shop', url: 'https://charts.example.com' })

    bridge.answers['charts:add_repository'] = () => Promise.resolve([makeRepository()])
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Requires sign-in' }))
    await fireEvent.update(screen.getByRole('textbox', { name: 'User name' }), 'jane')
    await fireEvent.update(screen.getByLabelText('Password'), 'hunter2')
    await fireEvent.click(screen.getByRole('button', { name: 'Add' }))
    expect(await screen.findByRole('table', { name: 'Repositories' })).toBeTruthy()
    expect(bridge.calls.at(-1)?.input).toMatchObject({ username: 'jane', password: 'hunter2' })
    await eventually(() => expect(screen.queryByRole('form', { name: 'Add a repository' })).toBeNull())
  })

  it('ask before one is removed, with the focus on the safe button', async () => {
    const bridge = plainBridge({
      'charts:list_repositories': () => Promise.resolve([makeRepository()]),
      'charts:remove_repository': () => Promise.resolve([]),
    })
    await openWindow('/sources')
    await fireEvent.click(await screen.findByRole('button', { name: 'Remove shop' }))
    const dialog = await screen.findByRole('dialog', { name: 'Remove the repository shop?' })
    await eventually(() => expect(document.activeElement?.textContent).toBe('Keep it'))
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Remove shop' }))
    await screen.findByRole('heading', { name: 'No repositories yet' })
    expect(bridge.calls.at(-1)).toEqual({ name: 'charts:remove_repository', input: { name: 'shop' } })
  })

  it('take another login, and keep what was typed when it is refused', async () => {
    const bridge = plainBridge({
      'charts:list_repositories': () => Promise.resolve([makeRepository()]),
      'charts:sign_in_repository': failing('registry-unauthorised', 'It refuses the login.'),
    })
    await openWindow('/sources')
    await fireEvent.click(await screen.findByRole('button', { name: 'Sign in to shop' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Sign in to shop' }))
    const name = dialog.getByRole('textbox', { name: 'User name' })
    await eventually(() => expect(document.activeElement).toBe(name))
    await fireEvent.click(dialog.getByRole('button', { name: 'Sign in' }))
    expect(dialog.getByText('Enter a user name.')).toBeTruthy()
    await fireEvent.update(name, 'jane')
    await fireEvent.update(dialog.getByLabelText('Password or token'), 'hunter2')
    await fireEvent.click(dialog.getByRole('button', { name: 'Sign in' }))
    await dialog.findByRole('heading', { name: 'It refuses the login.' })
    expect((name as HTMLInputElement).value).toBe('jane')

    bridge.answers['charts:sign_in_repository'] = () => Promise.resolve([makeRepository({ hasCredentials: true })])
    await fireEvent.click(dialog.getByRole('button', { name: 'Sign in' }))
    expect(bridge.calls.at(-1)?.input).toEqual({ name: 'shop', username: 'jane', password: 'hunter2' })
    await eventually(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.getByText('signed in')).toBeTruthy()
  })

  it('are updated one by one or all together', async () => {
    const bridge = plainBridge({
      'charts:list_repositories': () => Promise.resolve([makeRepository()]),
      'charts:update_repositories': () => Promise.resolve([makeRepository({ chartCount: 99 })]),
    })
    await openWindow('/sources')
    await fireEvent.click(await screen.findByRole('button', { name: 'Update shop' }))
    expect(await screen.findByRole('cell', { name: '99' })).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Update all' }))
    await eventually(() => expect(bridge.calls.at(-1)).toEqual({ name: 'charts:update_repositories', input: {} }))
  })
})
