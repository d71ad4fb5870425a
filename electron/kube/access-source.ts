import type { AppFailure } from '@shared/errors'
import { execCredential, makeAccess, readEntries, type Access, type KnownEntries } from './credentials'
import { execFailure, httpStatusOf, timeoutFailure, type Place } from './errors'
import type { ExecCredential } from './exec-plugin'
import type { ClusterTarget } from './target'
import { fileStamp } from './watch-files'

type Env = Readonly<Record<string, string | undefined>>

/** A context's credentials, kept while they are good. */
export interface AccessSource {
  /** Reads files again when they changed, runs the exec plugin again when its credential ended. */
  readonly get: () => Promise<Access>
  /** Forgets credentials that the server refused; false when new ones would be the same. */
  readonly renew: () => boolean
  /** The failure for a call that ran out of time: it knows what the call was waiting for. */
  readonly late: (timeoutMs: number) => AppFailure
  /** Ends the exec plugin and closes idle connections. */
  readonly dispose: () => void
}

/** One run of the exec plugin, shared by all calls that wait for it. */
interface PluginRun {
  readonly credential: Promise<ExecCredential>
  readonly end: AbortController
  running: boolean
}

function startPlugin(entries: KnownEntries, env: Env): PluginRun {
  const end = new AbortController()
  const credential = execCredential(entries, env, end.signal)
  const run: PluginRun = { credential, end, running: Boolean(entries.user.exec) }
  const settle = (): void => void (run.running = false)
  credential.then(settle, settle)
  return run
}

/** Follows a target's kubeconfig files and what they point to; of a pinned one only the credentials that files hold. */
export function createAccessSource(target: ClusterTarget, env: Env): AccessSource {
  let stamp = ''
  let entries: KnownEntries | undefined
  let plugin: PluginRun | undefined
  let making: Promise<Access> | undefined
  let made: Access | undefined

  const make = async (): Promise<Access> => {
    entries ??= await readEntries(target)
    plugin ??= startPlugin(entries, env)
    const next = await makeAccess(entries, await plugin.credential, env)
    made = keepAgent(made, next)
    return made
  }
  const forget = (): void => {
    plugin?.end.abort()
    plugin = undefined
    making = undefined
  }
  const start = (): Promise<Access> => {
    const attempt = make()
    // Not kept when it fails: what was wrong may be put right.
    attempt.catch(() => {
      if (making === attempt) forget()
    })
    return attempt
  }
  return {
    get: async () => {
      const now = target.pin === undefined ? await fileStamp(target.kubeconfigFiles) : target.pin.key
      if (now !== stamp) {
        stamp = now
        entries = undefined
        forget()
      } else if (made && made.goodUntil <= Date.now() && !plugin?.running) forget()
      making ??= start()
      return making
    },
    renew: () => {
      const renewable = Boolean(entries?.user.exec ?? entries?.user.tokenFile ?? entries?.user['auth-provider'])
      if (renewable && !plugin?.running) forget()
      return renewable
    },
    late: (timeoutMs) => lateFailure(target, entries, plugin?.running === true, timeoutMs),
    dispose: () => {
      forget()
      made?.agent.destroy()
    },
  }
}

/** Makes a call with the access of the moment; a token may end before its time: new credentials once, as client-go does. */
export async function withAccess<T>(source: AccessSource, call: (access: Access) => Promise<T>): Promise<T> {
  try {
    return await call(await source.get())
  } catch (error) {
    if (httpStatusOf(error) !== 401 || !source.renew()) throw error
    return call(await source.get())
  }
}

/** Equal certificates keep their open connections. */
function keepAgent(old: Access | undefined, next: Access): Access {
  if (old?.agentKey === next.agentKey) return { ...next, agent: old.agent }
  // Calls under way finish on the old one; nothing stays open after them.
  if (old) {
    Object.assign(old.agent, { keepAlive: false })
    for (const sockets of Object.values(old.agent.freeSockets)) sockets?.forEach((socket) => socket.destroy())
  }
  return next
}

function lateFailure(
  target: ClusterTarget,
  entries: KnownEntries | undefined,
  pluginRuns: boolean,
  timeoutMs: number,
): AppFailure {
  const place: Place = entries?.place ?? { context: target.context, server: 'The cluster' }
  if (!pluginRuns) return timeoutFailure(place, timeoutMs)
  return execFailure(place, {
    command: entries?.user.exec?.command ?? '',
    cause: `It hasn't responded for ${timeoutMs / 1000} seconds; it may be waiting for you to sign in, in the browser.`,
  })
}
