import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { AppInfo } from '@shared/model/app'
import { feedBridge } from '@/testing/feed-bridge'
import { openWindow } from '@/testing/open-window'

afterEach(cleanup)

const info = (problem: AppInfo['storage']['problem']): AppInfo => ({
  version: '1.0.0',
  electron: '1',
  chrome: '1',
  node: '1',
  platform: 'linux x64',
  helm: null,
  runtimeWarning: null,
  storage: { problem },
})
const readOnly = appError('disk-failed', "Wheelhouse can't keep anything in its folder.", {
  cause: '/home/jane: The disk is read-only.',
  detail: 'EROFS',
})
const full = appError('disk-failed', "Your settings can't be saved.", { cause: 'The disk is full.', detail: 'ENOSPC' })

const banner = (): HTMLElement | null => document.querySelector('[data-error="disk-failed"]')

describe('a disk that takes nothing', () => {
  it('is told from the start', async () => {
    feedBridge([]).answers['app:get_info'] = () => Promise.resolve(info(readOnly))
    await openWindow()
    await vi.waitFor(() => expect(banner()?.textContent).toContain("can't keep anything in its folder"))
    expect(banner()?.textContent).toContain('/home/jane: The disk is read-only.')
  })

  it('is told when it fills up, may be dismissed, and goes when there is room again', async () => {
    const bridge = feedBridge([])
    bridge.answers['app:get_info'] = () => Promise.resolve(info(null))
    await openWindow()
    expect(banner()).toBeNull()
    bridge.emit('app:storage_changed', { problem: full })
    await vi.waitFor(() => expect(banner()?.textContent).toContain("Your settings can't be saved."))
    bridge.emit('app:storage_changed', { problem: null })
    await vi.waitFor(() => expect(banner()).toBeNull())
    bridge.emit('app:storage_changed', { problem: full })
    await fireEvent.click(await screen.findByRole('button', { name: 'Dismiss the notice about the disk' }))
    await vi.waitFor(() => expect(banner()).toBeNull())
  })
})
