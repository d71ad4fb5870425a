import { expect } from 'vitest'
import { createApiClient, type ApiClient, type ApiClientDeps } from '../api-client'
import { listenTls, type Answer, type Listener, type TlsListener } from './api-server'
import { temporaryFolder, writeTarget, type Entries } from './kubeconfig'

/** Real servers and clients of a test, ended together. */
export interface ClientLab {
  /** Holds the kubeconfig. */
  readonly folder: string
  readonly keep: (thing: Listener | ApiClient) => void
  readonly serve: (answer: Answer) => Promise<TlsListener>
  readonly clientOf: (entries: Entries, deps?: Partial<ApiClientDeps>) => ApiClient
  /** A client of a server that answers everything the same way. */
  readonly clientOfAnswer: (answer: Answer, user?: Entries['user'], deps?: Partial<ApiClientDeps>) => Promise<ApiClient>
  readonly close: () => Promise<void>
}

/** Opens an empty lab. */
export function openClientLab(): ClientLab {
  const folder = temporaryFolder()
  const kept: (Listener | ApiClient)[] = []
  const serve: ClientLab['serve'] = async (answer) => {
    const listener = await listenTls(answer)
    kept.push(listener)
    return listener
  }
  const clientOf: ClientLab['clientOf'] = (entries, deps = {}) => {
    const client = createApiClient(writeTarget(folder.path, entries), { env: process.env, ...deps })
    kept.push(client)
    return client
  }
  return {
    folder: folder.path,
    keep: (thing) => void kept.push(thing),
    serve,
    clientOf,
    clientOfAnswer: async (answer, user = {}, deps = {}) => {
      const { server, caData } = await serve(answer)
      return clientOf({ cluster: { server, 'certificate-authority-data': caData }, user }, deps)
    },
    close: async () => {
      for (const thing of kept) {
        if ('close' in thing) await thing.close()
        else thing.dispose()
      }
      folder.remove()
    },
  }
}

/** Matches an AppFailure with this code. */
export function failsWith(code: string): unknown {
  return expect.objectContaining({ error: expect.objectContaining({ code }) as unknown })
}
