import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { failing } from '@/testing/fake-bridge'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

describe('a text that is too large to be shown', () => {
  it('is told so, and can be saved', async () => {
    const bridge = releaseBridge()
    bridge.answers['release:get_text'] = failing('release-too-large', 'The manifest is too large to show.', [
      'save-text',
    ])
    bridge.answers['release:save_text'] = () => Promise.resolve('')
    await openWindow('/releases/shop/web?tab=manifest')
    expect(await screen.findByText('The manifest is too large to show.')).toBeTruthy()
    const save = screen.getByRole('button', { name: 'Save, secrets masked…' })
    await fireEvent.click(save)
    await vi.waitFor(() =>
      expect(bridge.calls.at(-1)).toMatchObject({
        name: 'release:save_text',
        input: { release_name: 'web', revision: 3, part: 'manifest' },
      }),
    )
    // Cancelled: nothing is said to have been saved.
    expect(screen.queryByText(/^Saved to/)).toBeNull()
    bridge.answers['release:save_text'] = () => Promise.resolve('/home/person/web-manifest.yaml')
    await fireEvent.click(save)
    expect(await screen.findByText('/home/person/web-manifest.yaml')).toBeTruthy()
  })

  it('says why it could not be saved', async () => {
    const bridge = releaseBridge()
    bridge.answers['release:get_text'] = failing('release-too-large', 'Too large.', ['save-text'])
    bridge.answers['release:save_text'] = failing('file-refused', "web-manifest.yaml can't be written.")
    await openWindow('/releases/shop/web?tab=manifest')
    await fireEvent.click(await screen.findByRole('button', { name: 'Save, secrets masked…' }))
    expect(await screen.findByText(/web-manifest.yaml can't be written/)).toBeTruthy()
  })

  it('offers no way to save what cannot be saved', async () => {
    const bridge = releaseBridge()
    bridge.answers['release:get_text'] = failing('release-too-large', 'None is shown or saved.', [])
    await openWindow('/releases/shop/web?tab=manifest')
    const panel = (await screen.findByText('None is shown or saved.')).closest('section')
    expect(panel?.querySelectorAll('button')).toHaveLength(1)
    expect(screen.getByText('Details')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Save/ })).toBeNull()
  })
})
