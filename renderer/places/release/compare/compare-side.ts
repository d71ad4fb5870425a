import type { RequestInput } from '@shared/contract/requests'
import type { ComparedSide } from '@shared/model/comparison'
import type { ReleaseRef } from '@shared/model/release-ref'
import { releaseInput, releaseKey } from '@/lib/release/release-key'

type SideInput = RequestInput<'compare:make'>['from']

/** A side as the page's address has it: a number is a revision of the page's own release. */
export function sideText(side: ComparedSide, own: ReleaseRef): string {
  if (side.kind === 'chart') return `chart:${side.version}:${side.chart}`
  return releaseKey(side) === releaseKey(own) ? String(side.revision) : `release:${releaseKey(side)}/${side.revision}`
}

/** The side that an address names; null where it names none. */
export function sideOf(text: string, own: ReleaseRef): ComparedSide | null {
  if (/^[1-9]\d{0,9}$/.test(text)) return { kind: 'revision', ...placeOf(own), revision: Number(text) }
  // A context's name may hold slashes, nothing else does.
  const [, context, namespace, name, revision] = /^release:(.+)\/([^/]+)\/([^/]+)\/([1-9]\d{0,9})$/s.exec(text) ?? []
  if (context !== undefined && namespace !== undefined && name !== undefined)
    return { kind: 'revision', context, namespace, name, revision: Number(revision) }
  const [, version, chart] = /^chart:([^:]*):(.+)$/s.exec(text) ?? []
  return version === undefined || chart === undefined ? null : { kind: 'chart', chart, version }
}

function placeOf({ context, namespace, name }: ReleaseRef): ReleaseRef {
  return { context, namespace, name }
}

/** The revision of the page's own release that a side is; null for any other. */
export function ownRevision(side: ComparedSide | null, own: ReleaseRef): number | null {
  return side?.kind === 'revision' && releaseKey(side) === releaseKey(own) ? side.revision : null
}

/** A side as the main process is asked for it. @param bind adds what the side's context means now */
export function sideInput(side: ComparedSide, bind: (release: ReleaseRef) => ReleaseRef): SideInput {
  if (side.kind === 'chart') {
    const { chart, version } = side
    return { kind: 'chart', chart, ...(version === '' ? {} : { version }) }
  }
  return { kind: 'revision', ...releaseInput(bind(placeOf(side))), revision: side.revision }
}

/** What a side is called: what it is of, and its revision or version. */
interface SideName {
  readonly of: string
  readonly number: string
}

/** A side where there is little room: `Revision 2`, `api revision 3`, `staging: shop/web revision 3`, `shop/web 1.4.0`. */
export function sideName(side: ComparedSide, own: ReleaseRef): SideName {
  if (side.kind === 'chart') return { of: side.chart, number: side.version === '' ? 'newest' : side.version }
  const number = String(side.revision)
  if (ownRevision(side, own) !== null) return { of: 'Revision', number }
  const place = side.context === own.context ? '' : `${side.context}: `
  const path = side.namespace === own.namespace ? side.name : `${side.namespace}/${side.name}`
  return { of: `${place}${path} revision`, number }
}

/** The same in one text. */
export function sideTitle(side: ComparedSide, own: ReleaseRef): string {
  const { of, number } = sideName(side, own)
  return `${of} ${number}`
}

/** A side within a sentence: `revision 2`, `revision 3 of api in blog on staging`, `shop/web 1.4.0`. */
export function sideWords(side: ComparedSide, own: ReleaseRef): string {
  if (side.kind === 'chart') return sideTitle(side, own)
  if (ownRevision(side, own) !== null) return `revision ${side.revision}`
  const cluster = side.context === own.context ? '' : ` on ${side.context}`
  return `revision ${side.revision} of ${side.name} in ${side.namespace}${cluster}`
}
