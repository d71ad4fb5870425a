import type { ProcessEnd, ProcessSpec } from './spawn'

/** What spawn-client.ts sends to the worker. */
export type SpawnRequest =
  { readonly id: number; readonly spec: ProcessSpec } | { readonly id: number; readonly kill: NodeJS.Signals }

/** What the worker answers. */
export type SpawnAnswer =
  | { readonly id: number; readonly pid: number }
  /** The system's own error: structured cloning keeps its message, but not its code. */
  | { readonly id: number; readonly problem: { readonly message: string; readonly code: string | undefined } }
  | { readonly id: number; readonly end: ProcessEnd }
