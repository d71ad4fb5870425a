import { isDeepStrictEqual } from 'node:util'
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron'
import bad from './tray-icons/bad.png?inline'
import badLarge from './tray-icons/bad@2x.png?inline'
import busy from './tray-icons/busy.png?inline'
import busyLarge from './tray-icons/busy@2x.png?inline'
import lost from './tray-icons/lost.png?inline'
import lostLarge from './tray-icons/lost@2x.png?inline'
import ok from './tray-icons/ok.png?inline'
import okLarge from './tray-icons/ok@2x.png?inline'
import { trayView, type TrayActions, type TrayState, type TrayTone } from './tray-menu'

export interface TrayDeps {
  readonly state: () => TrayState
  readonly actions: TrayActions
  readonly log: { warn(text: string): void }
}

export interface OpenTray {
  /** What `state` gives may have changed. Calls that come close together count as one. */
  readonly update: () => void
  readonly close: () => void
}

/** At once, 22 pixels high and for dense screens; told apart by shape as well as by colour. */
const pictures: Readonly<Record<TrayTone, readonly [string, string]>> = {
  ok: [ok, okLarge],
  busy: [busy, busyLarge],
  bad: [bad, badLarge],
  lost: [lost, lostLarge],
}

/** Progress comes many times a second; an open menu that is rebuilt so often cannot be read. */
const settleMs = 1_000

/** Puts the app's icon into the desktop's tray. Where there is none nothing shows, and nothing fails. */
export function openTray({ state, actions, log }: TrayDeps): OpenTray {
  const icons = Object.fromEntries(Object.entries(pictures).map(([tone, images]) => [tone, makeIcon(images)])) as {
    readonly [T in TrayTone]: NativeImage
  }
  const tray = makeTray(icons.lost, log)
  if (tray === null) return { update: () => undefined, close: () => undefined }
  let shown: { readonly tone: TrayTone; readonly tooltip: string; readonly menu: unknown } | undefined
  let timer: NodeJS.Timeout | undefined
  const show = (): void => {
    timer = undefined
    const { tone, tooltip, menu } = trayView(state(), actions)
    const look = { tone, tooltip, menu: menu.map(essence) }
    if (look.tone !== shown?.tone) tray.setImage(icons[tone])
    if (look.tooltip !== shown?.tooltip) tray.setToolTip(tooltip)
    if (!isDeepStrictEqual(look.menu, shown?.menu)) tray.setContextMenu(Menu.buildFromTemplate([...menu]))
    shown = look
  }
  // Where a click does not open the menu (Windows, some Linux desktops) it brings the window.
  tray.on('click', () => {
    if (process.platform !== 'darwin') actions.showWindow()
  })
  show()
  return {
    update: () => {
      timer ??= setTimeout(show, settleMs)
    },
    close: () => {
      clearTimeout(timer)
      tray.destroy()
    },
  }
}

function essence({ id, label, enabled, type, checked, submenu }: MenuItemConstructorOptions): unknown {
  return [id, label, enabled, type, checked, Array.isArray(submenu) ? submenu.map(essence) : null]
}

function makeTray(icon: NativeImage, log: TrayDeps['log']): Tray | null {
  try {
    return new Tray(icon)
  } catch (thrown) {
    log.warn(`no tray: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
    return null
  }
}

function makeIcon([normal, large]: readonly [string, string]): NativeImage {
  const icon = nativeImage.createFromDataURL(normal)
  icon.addRepresentation({ scaleFactor: 2, dataURL: large })
  return icon
}
