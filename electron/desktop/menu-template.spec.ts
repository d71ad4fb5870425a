import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { menuActions } from '@shared/actions'
import { menuTemplate } from './menu-template'

function items(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])])
}

function open(isMac = false) {
  const run = vi.fn()
  const all = items(menuTemplate({ isMac, isDev: false, run }))
  return { run, all, find: (id: string) => all.find((item) => item.id === id) }
}

describe('the application menu', () => {
  it.each(['window.refresh', 'window.about'] as const)(
    'has %s as the registry calls it, and lets the window do it',
    (id) => {
      const { run, find } = open()
      expect(find(id)?.label).toBe(`&${menuActions[id].label}`)
      ;(find(id)?.click as () => void)()
      expect(run).toHaveBeenCalledExactlyOnceWith(id)
    },
  )

  it("has the registry's shortcut", () => {
    expect(open().find('window.refresh')?.accelerator).toBe(menuActions['window.refresh'].keys)
  })

  it('reloads nothing, and has no tools of a developer', () => {
    const roles = open().all.map(({ role }) => role)
    expect(roles).toContain('quit')
    for (const role of ['reload', 'forceReload', 'toggleDevTools']) expect(roles).not.toContain(role)
  })

  it('has About where a Mac looks for it', () => {
    const mac = open(true)
    expect(mac.find('window.about')?.label).toBe('About Wheelhouse')
    expect(mac.all.filter(({ id }) => id === 'window.about')).toHaveLength(1)
  })
})
