import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Person } from './person'

/** What the global set-up made for all specs. */
export interface PackageWorld {
  /** A folder for this run that everybody may enter; removed at its end. */
  readonly folder: string
  /** What the set-up's Electron calls itself. */
  readonly electronVersion: string
  readonly version: string
  readonly archive: string
  readonly deb: string
  /** The archive, unpacked. */
  readonly unpacked: string
  readonly person: Person
  /** A display that nobody sees and that every user may use, such as `:99`. */
  readonly display: string
  /** Of a control plane's admin. */
  readonly kubeconfig: string
  /** The address of a repository with sample charts. */
  readonly repository: string
}

const variable = 'WHEELHOUSE_PACKAGE_WORLD'

/** Hands the world over to the worker, which is a process of its own. */
export function publishWorld(world: PackageWorld): void {
  const file = join(world.folder, 'world.json')
  writeFileSync(file, JSON.stringify(world))
  process.env[variable] = file
}

/** The world that the global set-up made. */
export function readWorld(): PackageWorld {
  const file = process.env[variable]
  if (file === undefined) throw new Error('the global set-up did not run')
  return JSON.parse(readFileSync(file, 'utf8')) as PackageWorld
}
