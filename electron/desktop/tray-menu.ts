import type { MenuItemConstructorOptions } from 'electron'
import { menuActions } from '@shared/actions'
import type { ConnectionState } from '@shared/model/cluster'
import { isRunning, type Operation, type OperationPhase } from '@shared/model/operation'
import { statusTone, type HelmRelease, type StatusTone } from '@shared/model/release'
import type { ReleaseRef } from '@shared/model/release-ref'
import { visibleLine } from '@shared/visible'

/** What the tray tells of: the window's current context, as it was last read. */
export interface TrayState {
  /** null without a kubeconfig, or with none of its contexts chosen. */
  readonly context: string | null
  /** The names of all that may be chosen. */
  readonly contexts: readonly string[]
  readonly connection: ConnectionState | null
  /** null while they were never read. */
  readonly releases: readonly HelmRelease[] | null
  readonly operations: readonly Operation[]
  readonly isWindowShown: boolean
}

export interface TrayActions {
  readonly openRelease: (release: ReleaseRef) => void
  readonly useContext: (name: string) => void
  readonly showWindow: () => void
  readonly hideWindow: () => void
  readonly quit: () => void
}

/** The worst there is; `lost` means that nobody knows, because nothing was read or the cluster does not answer. */
export type TrayTone = 'ok' | 'busy' | 'bad' | 'lost'

export interface TrayView {
  readonly tone: TrayTone
  readonly tooltip: string
  readonly menu: readonly MenuItemConstructorOptions[]
}

/** A menu as long as the screen helps nobody: the window has the rest. */
const maxAttention = 12
const maxOperations = 6
const maxContexts = 20
const maxText = 60

/** What the tray shows: icon, tooltip and menu. Items that can be clicked have an id. */
export function trayView(state: TrayState, actions: TrayActions): TrayView {
  return { tone: toneOf(state), tooltip: tooltipOf(state), menu: menuOf(state, actions) }
}

function toneOf({ context, connection, releases, operations }: TrayState): TrayTone {
  const tones = new Set((releases ?? []).map(({ status }) => statusTone(status)))
  if (tones.has('bad')) return 'bad'
  if (tones.has('busy') || operations.some(isRunning)) return 'busy'
  return context === null || releases === null || connection?.state === 'failed' ? 'lost' : 'ok'
}

/** One line, because some desktops show no more. */
function tooltipOf({ context, connection, releases }: TrayState): string {
  if (context === null) return 'Wheelhouse: no cluster chosen'
  const counts = countsOf(releases ?? []).map(({ status, count }) => `${count} ${status}`)
  const known = releases === null ? ['not read yet'] : counts.length === 0 ? ['no releases'] : counts
  const lost = connection?.state === 'failed' ? ['no connection'] : []
  return `Wheelhouse: ${short(context)}: ${[...lost, ...known].join(', ')}`
}

function menuOf(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const window: MenuItemConstructorOptions = state.isWindowShown
    ? { ...itemOf('app.hide'), click: actions.hideWindow }
    : { ...itemOf('app.show'), click: actions.showWindow }
  const groups = [
    headOf(state),
    attentionOf(state, actions),
    operationsOf(state, actions),
    [...switchOf(state, actions), window, { ...itemOf('app.quit'), click: actions.quit }],
  ]
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [{ type: 'separator' as const }, ...group]))
}

function headOf({ context, connection, releases }: TrayState): MenuItemConstructorOptions[] {
  if (context === null) return [told('No cluster chosen')]
  const lost = connection?.state === 'failed' ? [told('No connection; showing what was last known')] : []
  const counts = countsOf(releases ?? []).map(({ status, count }) => told(`${count} ${status}`))
  const none = told(releases === null ? 'Releases not read yet' : 'No releases')
  return [told(context), ...lost, ...(counts.length === 0 ? [none] : counts)]
}

function attentionOf({ context, releases }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (context === null) return []
  const wanting = (releases ?? []).filter(({ status }) => rank(status) < rankOf.ok).sort(byUrgency)
  const items = wanting.slice(0, maxAttention).map(({ name, namespace, status }) => ({
    id: `release:${namespace}/${name}`,
    label: label(`${name} (${namespace}): ${status}`),
    click: () => actions.openRelease({ context, namespace, name }),
  }))
  const left = wanting.length - items.length
  const rest = left === 0 ? [] : [{ id: 'more', label: `${left} more in the window`, click: actions.showWindow }]
  return [...items, ...rest]
}

function operationsOf({ context, operations }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  return operations
    .filter(isRunning)
    .slice(0, maxOperations)
    .map(({ id, verb, name, namespace, context: at, status, foreign }) => ({
      id: `operation:${id}`,
      label: label(
        `${foreign ? 'another helm: ' : ''}${verb} of ${name} (${namespace}${at === context ? '' : `, ${at}`}): ${phaseWords(status)}`,
      ),
      // The window shows one context: a change in another is in its strip, which is always in sight.
      click: at === context ? () => actions.openRelease({ context: at, namespace, name }) : actions.showWindow,
    }))
}

/** All clusters of the kubeconfig, where there is more than one to choose from. */
function switchOf({ context, contexts }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (contexts.length < 2) return []
  // Of radio items one is always marked: the current one has to be among them, and without one there are none.
  const first = contexts.slice(0, maxContexts)
  const names = context === null || first.includes(context) ? first : [...first.slice(0, -1), context]
  const items = names.map((name) => ({
    id: `context:${name}`,
    label: label(name),
    type: context === null ? ('normal' as const) : ('radio' as const),
    checked: name === context,
    click: () => actions.useContext(name),
  }))
  const left = contexts.length - items.length
  const rest =
    left === 0 ? [] : [{ id: 'more-contexts', label: `${left} more in the window`, click: actions.showWindow }]
  return [{ id: 'contexts', label: 'Switch cluster', submenu: [...items, ...rest] }]
}

function phaseWords(status: OperationPhase): string {
  switch (status.phase) {
    case 'starting':
      return 'starting'
    case 'applying':
      return 'being applied'
    case 'waiting':
      return `${status.ready} of ${status.total} ready`
    case 'cancelling':
      return 'being cancelled'
    case 'done':
    case 'failed':
    case 'cancelled':
    case 'stuck':
      return status.phase
  }
}

/** The worst first. */
const rankOf: Readonly<Record<StatusTone, number>> = { bad: 0, busy: 1, ok: 2, gone: 3 }

function rank(status: string): number {
  return rankOf[statusTone(status)]
}

function byUrgency(one: HelmRelease, other: HelmRelease): number {
  const order = [one.namespace.localeCompare(other.namespace), one.name.localeCompare(other.name)]
  return [rank(one.status) - rank(other.status), ...order].find((difference) => difference !== 0) ?? 0
}

function countsOf(releases: readonly HelmRelease[]): { readonly status: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  for (const { status } of releases) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .map(([status, count]) => ({ status, count }))
    .sort((one, other) => rank(one.status) - rank(other.status) || one.status.localeCompare(other.status))
}

/** The part of an action's item that is the same in every menu. */
function itemOf(id: keyof typeof menuActions): MenuItemConstructorOptions {
  return { id, label: menuActions[id].label }
}

/** A line that cannot be clicked. */
function told(text: string): MenuItemConstructorOptions {
  return { label: label(text), enabled: false }
}

/** Menus take `&x` for a shortcut. */
function label(text: string): string {
  return short(text).replaceAll('&', '&&')
}

/** Names may be hundreds of characters long. What follows them matters as much: the middle is left out. */
function short(name: string): string {
  const text = visibleLine(name)
  if (text.length <= maxText) return text
  const half = maxText / 2 - 1
  return `${text.slice(0, half)}…${text.slice(-half)}`
}
