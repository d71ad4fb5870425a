import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { readKubeconfig, writeKubeconfig } from '../cluster/kubeconfig.mjs'
import type { Setting } from './setting'

/** How long and how narrow a way is. */
export interface LinkOptions {
  readonly roundTripMs: number
  /** Megabits a second; 0: as fast as it can. */
  readonly megabits: number
}

/** Bytes on the way, TLS included. */
export interface Traffic {
  readonly connections: number
  /** To the client, and from it, until each of the times asked about. */
  readonly down: readonly number[]
  readonly up: readonly number[]
}

export interface Link {
  /** The same cluster, reached through the link. */
  readonly kubeconfig: string
  /** What had passed until each of these times, in milliseconds since 1970. */
  readonly traffic: (times: readonly number[]) => Promise<Traffic>
  readonly close: () => Promise<void>
}

/** Opens a link between clients and an API server, in a process of its own. */
export async function openLink({ tools, folder }: Setting, kubeconfig: string, options: LinkOptions): Promise<Link> {
  const config = readKubeconfig(kubeconfig)
  const cluster = config.clusters[0]?.cluster
  if (cluster === undefined) throw new Error(`${kubeconfig} names no cluster`)
  const { port } = new URL(cluster.server)
  const child = fork(tools.link, [port, String(options.roundTripMs), String(options.megabits)])
  const answer = async <T>(): Promise<T> => {
    const [message] = (await Promise.race([once(child, 'message'), failure(child)])) as [T]
    return message
  }
  const { port: linked } = await answer<{ port: number }>()
  cluster.server = `https://127.0.0.1:${linked}`
  const path = join(folder, `link-${linked}`)
  writeKubeconfig(path, config)
  return {
    kubeconfig: path,
    traffic: (times) => {
      child.send(times)
      return answer<Traffic>()
    },
    close: async () => {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

async function failure(child: ReturnType<typeof fork>): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null]
  throw new Error(`the link ended with code ${String(code)}`)
}
