import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { makeChartDetail, makeVersions } from '@/testing/make-chart'
import { eventually } from '@/testing/eventually'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'
import { readValues, typeValues } from '@/testing/type-values'

afterEach(cleanup)

const files = [
  { path: '/a/base.yaml', name: 'base.yaml', text: 'image:\n  tag: "1"\n  pull: Always\n' },
  { path: '/a/bad.yaml', name: 'bad.yaml', text: 'a: [\n' },
]

async function openInstall() {
  const bridge = plainBridge({
    'charts:get_chart': () => Promise.resolve(makeChartDetail({})),
    'charts:list_versions': () => Promise.resolve(makeVersions('1.2.3')),
    'helm:preview_command': (input) => Promise.resolve(['helm', input.verb]),
    'helm:install': () => Promise.resolve(),
    'files:choose': () => Promise.resolve(files.slice(0, 1)),
    'files:save_values': () => Promise.resolve('/a/saved.yaml'),
  })
  await openWindow('/install?chart=shop/web')
  await readValues()
  return bridge
}

/** What the menu of layers offers is chosen with the keyboard. */
async function add(what: string): Promise<void> {
  const button = await screen.findByRole('button', { name: /^(Layers|Add)$/ })
  await fireEvent.keyDown(button, { key: 'Enter' })
  await fireEvent.click(await screen.findByRole('menuitem', { name: what }))
}

const chips = () =>
  within(screen.getByRole('list', { name: /^Layers/ }))
    .getAllByRole('button', { name: /^Layer / })
    .map((button) => button.getAttribute('aria-label'))

describe('the layers of values', () => {
  it('are shown once there are others, and are sent as one text', async () => {
    const bridge = await openInstall()
    expect(screen.queryByRole('list', { name: /^Layers/ })).toBeNull()
    await typeValues('image:\n  tag: "2" # mine\n')
    await add('Files…')
    await screen.findByRole('region', { name: 'base.yaml' })
    await add('--set')
    await fireEvent.update(
      await screen.findByRole('textbox', { name: 'Key and value for --set', hidden: true }),
      'image.tag=3',
    )
    expect(chips()).toEqual(['Layer 1, Your values', 'Layer 2, base.yaml', 'Layer 3, --set image.tag=3'])

    await fireEvent.keyDown(screen.getByRole('button', { name: 'Layer 2, base.yaml' }), {
      key: 'ArrowLeft',
      altKey: true,
    })
    const moved = ['Layer 1, base.yaml', 'Layer 2, Your values', 'Layer 3, --set image.tag=3']
    await eventually(() => expect(chips()).toEqual(moved))
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Layer 1, base.yaml')
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Use layer 3, --set image.tag=3' }))
    expect(screen.getByRole('button', { name: 'Layer 3, --set image.tag=3, off' })).toBeTruthy()

    await fireEvent.click(screen.getByRole('button', { name: 'Merged result' }))
    await screen.findByRole('region', { name: 'Merged result' })
    await fireEvent.click(screen.getByRole('button', { name: 'Save as…' }))
    const all = 'image:\n  tag: "2" # mine\n  pull: Always\n'
    const sent = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input)
    await eventually(() => expect(sent('files:save_values')).toEqual([{ release_name: 'web', values: all }]))
    await fireEvent.click(screen.getByRole('button', { name: 'Install web' }))
    await eventually(() => expect(sent('helm:install')).toMatchObject([{ values: all }]))
  })

  it('are not sent while one can’t be used: its name, its number and the reason are told', async () => {
    const bridge = await openInstall()
    await add('--set-string')
    const line = await screen.findByRole('textbox', { name: 'Key and value for --set-string' })
    await fireEvent.update(line, 'image.tag')
    const words = 'tag has no value. Write tag=value.'
    expect(await screen.findByText(words)).toBeTruthy()
    expect(chips()[1]).toBe(`Layer 2, --set-string image.tag: ${words}`)
    await fireEvent.click(screen.getByRole('button', { name: 'Install web' }))
    await screen.findByText(`Values, layer 2 (--set-string image.tag): ${words}`)
    expect(bridge.calls.filter(({ name }) => name === 'helm:install')).toEqual([])

    await fireEvent.keyDown(screen.getByRole('button', { name: /^Layer 2/ }), { key: 'Delete' })
    await eventually(() => expect(screen.queryByRole('list', { name: /^Layers/ })).toBeNull())
    await fireEvent.click(screen.getByRole('button', { name: 'Install web' }))
    await eventually(() => expect(bridge.calls.filter(({ name }) => name === 'helm:install')).toHaveLength(1))
  })
})
