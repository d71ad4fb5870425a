import { gzipSync } from 'node:zlib'
import type { ComparedInput } from '../comparison/read-compared'

export interface MadeUpSide {
  readonly name?: string
  readonly namespace?: string
  readonly objects?: readonly object[]
  /** Each by its object; it runs before an upgrade. */
  readonly hooks?: readonly object[]
  readonly config?: object
  readonly defaults?: object | null
  readonly metadata?: object
  readonly notes?: string
  /** Definitions in `crds/`. */
  readonly crds?: readonly object[]
}

/** A revision as helm's driver stores it. */
export function madeUpSide(side: MadeUpSide = {}): ComparedInput {
  const { name = 'web', namespace = 'shop' } = side
  const stored = gzipSync(JSON.stringify(recordOf(side, { name, namespace }))).toString('base64')
  return { kind: 'stored', release: { namespace, name }, revision: 1, stored }
}

function recordOf(side: MadeUpSide, place: { readonly name: string; readonly namespace: string }): object {
  const { objects = [], hooks = [], config = {}, defaults = {}, metadata = {}, notes = '', crds = [] } = side
  const yaml = (all: readonly object[]): string => all.map((one) => `---\n${JSON.stringify(one)}\n`).join('')
  return {
    ...{ ...place, version: 1, config, manifest: yaml(objects) },
    info: { status: 'deployed', notes, last_deployed: '2026-11-30T08:00:00Z' },
    chart: {
      metadata: { name: 'web', version: '1.0.0', appVersion: '1', ...metadata },
      ...(defaults !== null && { values: defaults }),
      files: [{ name: 'crds/all.yaml', data: Buffer.from(yaml(crds)).toString('base64') }],
    },
    hooks: hooks.map((object) => {
      const { kind, metadata: named } = object as { kind: string; metadata: { name: string } }
      return { name: named.name, kind, manifest: yaml([object]), events: ['pre-upgrade'], weight: 0 }
    }),
  }
}
