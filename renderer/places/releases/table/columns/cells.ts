import { h, type VNode, type VNodeChild } from 'vue'
import { driftText, driftTone } from '@/lib/release/drift-words'
import { healthText } from '@/lib/release/health-words'
import type { ListedRelease } from '@/lib/release/release-key'
import { exactTime, relativeTime } from '@/lib/time/relative-time'
import { driftLook } from '@/parts/drift/drift-look'
import { healthLook } from '@/parts/releases/health-look'
import StatusMark from '@/parts/releases/StatusMark.vue'
import EndKept from '@/ui/controls/EndKept.vue'
import { markedText } from '@/ui/table/marked-text'
import { chartLabel } from '../chart-label'
import ReleaseName from '../ReleaseName.vue'
import type { CellScope, ColumnOf } from './release-column'

/** What stands in a column's cell. */
export function drawCell(column: ColumnOf, scope: CellScope): VNodeChild {
  if (column.cell !== undefined) return column.cell(scope)
  const text = column.text?.(scope.release) ?? ''
  return column.ofChart === true ? orWaiting(text, scope) : markedText(text, scope.words)
}

/** What was there before stays until the chart is read; of a new release there is nothing yet. */
function orWaiting(text: string, { release, words }: CellScope): VNodeChild {
  return text === '' && release.provisional ? '…' : markedText(text, words)
}

export function nameCell({ release, to, words, aside, open }: CellScope): VNode {
  return h(ReleaseName, { release, to, words, aside, onOpen: open })
}

export function clusterCell({ release }: CellScope): VNode {
  return h(EndKept, { text: release.context })
}

/** Flux keeps a release's record in one namespace and its objects in another. */
export function namespaceText({ namespace, targetNamespace }: ListedRelease): string {
  return isElsewhere(namespace, targetNamespace) ? `${namespace} → ${targetNamespace}` : namespace
}

export function namespaceHint({ release: { namespace, targetNamespace } }: CellScope): string {
  if (!isElsewhere(namespace, targetNamespace)) return namespace
  return `Its record is in ${namespace}, its objects are in ${targetNamespace}`
}

function isElsewhere(namespace: string, target: string | undefined): target is string {
  return target !== undefined && target !== namespace
}

/** What is wrong with a record takes the place of the chart that could not be read of it. */
export function chartCell(scope: CellScope): VNodeChild {
  const { problem } = scope.release
  return problem === undefined ? orWaiting(chartLabel(scope.release), scope) : h('span', { class: 'problem' }, problem)
}

export function statusCell({ release }: CellScope): VNode {
  return h(StatusMark, { status: release.status })
}

/** A word that opens its sentence. Its keys are its own: Enter opens the release elsewhere in the row. */
export function healthCell({ release, reachable, showHealth }: CellScope): VNode {
  const look = healthLook(release.health)
  const word = h('span', { class: 'truncate' }, healthText(release.health))
  const given = {
    type: 'button',
    tabindex: reachable ? 0 : -1,
    'aria-haspopup': 'dialog',
    class: ['inline-flex max-w-full items-center gap-1.5 rounded align-middle hover:underline', look.text],
    onClick: (event: MouseEvent) => {
      event.stopPropagation()
      if (event.currentTarget instanceof HTMLElement) showHealth(event.currentTarget)
    },
    onKeydown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' || event.key === ' ') event.stopPropagation()
    },
  }
  return h('button', given, look.shape === null ? [word] : [healthShape(look.shape, look.icon), word])
}

/** Nothing where nobody has looked. */
export function driftCell({ release: { drift } }: CellScope): VNodeChild {
  if (drift === undefined) return ''
  const look = driftLook(driftTone(drift))
  const word = h('span', { class: 'truncate' }, driftText(drift))
  return h('span', { class: ['inline-flex max-w-full items-center gap-1.5 align-middle', look.text] }, [
    healthShape(look.shape, look.icon),
    word,
  ])
}

function healthShape(shape: string, tone: string): VNode {
  return h(
    'svg',
    { class: ['health-shape', tone], viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    h('path', { d: shape }),
  )
}

export function timeCell({ release: { updated }, now }: CellScope): VNode {
  return h('time', { datetime: updated, title: exactTime(updated) }, relativeTime(updated, now))
}
