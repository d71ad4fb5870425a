import { expect, it, vi } from 'vitest'
import { openSettings, type SettingsFile } from './settings'

// It cannot be loaded outside Electron; the settings only use the file they are given.
vi.mock('electron-store', () => ({ default: vi.fn() }))

/** A file on a disk that may be full. */
function fileWith(data: Record<string, unknown>): SettingsFile & { data: Record<string, unknown>; failing: string } {
  const file = {
    data,
    failing: '',
    read: () => file.data,
    write: (next: Record<string, unknown>) => {
      if (file.failing !== '') throw Object.assign(new Error(file.failing), { code: file.failing })
      file.data = next
    },
  }
  return file
}

const place = { x: 1, y: 2, width: 800, height: 600, maximized: false }

it('keeps what is set, beside what it does not know', () => {
  const file = fileWith({ context: 'prod', later: 1 })
  const settings = openSettings(file, vi.fn())
  expect(settings.get()).toEqual({ context: 'prod' })
  settings.set({ context: undefined, kubeconfig: '/k' })
  expect(settings.get()).toEqual({ kubeconfig: '/k' })
  expect(file.data).toEqual({ kubeconfig: '/k', later: 1 })
})

it.each([
  ['ENOSPC', 'The disk is full.', 'Free up space.'],
  ['EROFS', 'The disk is read-only.', 'Make it writable.'],
])(
  'goes on without the disk (%s), leaves the file as it was, and says so once more room is there',
  (code, why, now) => {
    const file = fileWith({ context: 'prod', window: place })
    const onProblem = vi.fn()
    const settings = openSettings(file, onProblem)
    file.failing = code
    settings.set({ context: 'staging' })
    expect(settings.get()).toEqual({ context: 'staging', window: place })
    expect(file.data).toEqual({ context: 'prod', window: place })
    expect(onProblem).toHaveBeenLastCalledWith(
      expect.objectContaining({
        code: 'disk-failed',
        message: "Your settings can't be saved.",
        cause: expect.stringMatching(new RegExp(`^${why} What you chose holds until you quit.*${now}$`)) as string,
      }),
    )
    // What was set while the disk was full is written with what comes next.
    file.failing = ''
    settings.set({ window: { ...place, x: 5 } })
    expect(file.data).toEqual({ context: 'staging', window: { ...place, x: 5 } })
    expect(onProblem).toHaveBeenLastCalledWith(null)
    expect(onProblem).toHaveBeenCalledTimes(2)
  },
)

it('starts from nothing where the file is broken or cannot be read', () => {
  expect(openSettings(fileWith({ context: 5 }), vi.fn()).get()).toEqual({})
  const unreadable: SettingsFile = {
    read: () => {
      throw Object.assign(new Error('no'), { code: 'EACCES' })
    },
    write: () => undefined,
  }
  const onProblem = vi.fn()
  const settings = openSettings(unreadable, onProblem)
  expect(settings.get()).toEqual({})
  settings.set({ context: 'prod' })
  expect(settings.get()).toEqual({ context: 'prod' })
  expect(onProblem).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'disk-failed' }))
})
