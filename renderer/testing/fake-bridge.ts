import type { Bridge } from '@shared/contract/bridge'
import type { EventName, Events } from '@shared/contract/events'
import type { RequestInput, RequestName, RequestOutput } from '@shared/contract/requests'
import { appError, type AppError, type ErrorAction, type ErrorCode } from '@shared/errors'
import type { ConnectionState, ContextsState } from '@shared/model/cluster'

type Answers = { [N in RequestName]?: (input: RequestInput<N>) => Promise<RequestOutput<N>> }

interface FakeBridge {
  /** What each channel answers; an unknown one rejects. May be changed at any time. */
  readonly answers: Answers
  /** Every request so far, in order. */
  readonly calls: { name: RequestName; input: unknown }[]
  readonly emit: <N extends EventName>(name: N, payload: Events[N]) => void
  /** How many listeners there are. */
  readonly listeners: () => number
}

/** Puts a bridge on the window that answers what the spec says and keeps every call. */
export function installFakeBridge(answers: Answers): FakeBridge {
  const calls: FakeBridge['calls'] = []
  const listeners = new Set<{ name: EventName; listener: (payload: never) => void }>()
  const bridge: Bridge = {
    invoke(name, input) {
      calls.push({ name, input })
      const answer = answers[name]
      return answer === undefined ? Promise.reject(new Error(`no answer for ${name}`)) : answer(input)
    },
    on(name, listener) {
      const entry = { name, listener }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    pathForFile: () => '',
  }
  Object.defineProperty(window, 'wheelhouse', { value: bridge, configurable: true })
  return {
    answers,
    calls,
    emit: (name, payload) =>
      listeners.forEach((entry) => {
        if (entry.name === name) entry.listener(payload as never)
      }),
    listeners: () => listeners.size,
  }
}

/** A promise that the spec settles when it wants. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: AppError) => void } {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: AppError) => void = () => undefined
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue
    reject = onError
  })
  return { promise, resolve, reject }
}

/** What the preload rejects with: a plain object. */
export function failing(
  code: ErrorCode,
  message: string = code,
  actions: readonly ErrorAction[] = ['retry'],
): () => Promise<never> {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the contract's plain object
  return () => Promise.reject(appError(code, message, { actions, detail: `raw ${code}` }))
}

/** Contexts of a plain kubeconfig. */
export function makeContexts(current: string | null, names: readonly string[] = ['prod', 'staging']): ContextsState {
  const contexts = names.map((name) => ({
    name,
    cluster: name,
    user: 'jane',
    namespace: name === 'staging' ? 'team-a' : '',
    server: `https://${name}.example.com:6443`,
    // Not known: a spec that is about it gives one.
    identity: '',
  }))
  return {
    source: names.length === 0 ? 'none' : 'home',
    files: ['/home/jane/.kube/config'],
    contexts,
    current,
    problem: null,
  }
}

export function connected(context: string): ConnectionState {
  return { state: 'connected', context, version: 'v1.36.0', checkedAt: new Date().toISOString() }
}
