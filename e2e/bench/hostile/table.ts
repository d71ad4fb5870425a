import { hostileFiles } from './files'
import { hostileServers } from './servers'
import type { HostileEntry } from './entry'

/** The files and servers that the app has to outlive, calmly and with a sentence. Tests and bench share them. */
export const hostileTable: readonly HostileEntry[] = [...hostileFiles, ...hostileServers]
