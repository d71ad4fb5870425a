import { z } from 'zod'
import { namespaceName } from '@shared/contract/inputs'
import type { JsonFile } from '../files/json-file'

/** Which namespaces the person named for a context whose cluster they may not read as a whole. */
export interface NamespaceMemory {
  /** Sorted; none: the person named none. */
  readonly get: (context: string) => readonly string[]
  readonly set: (context: string, namespaces: readonly string[]) => void
}

const shape = z.record(z.string().max(512), z.array(namespaceName).max(500))

/** Remembers them in the file; one that is broken counts as empty. */
export function createNamespaceMemory(file: JsonFile): NamespaceMemory {
  const parsed = shape.safeParse(file.read())
  const byContext = new Map(parsed.success ? Object.entries(parsed.data) : [])
  return {
    get: (context) => byContext.get(context) ?? [],
    set: (context, namespaces) => {
      if (namespaces.length === 0) byContext.delete(context)
      else byContext.set(context, [...new Set(namespaces)].sort())
      file.write(Object.fromEntries(byContext))
    },
  }
}
