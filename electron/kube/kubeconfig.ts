import { AppFailure, fail } from '@shared/errors'
import type { ContextsState } from '@shared/model/cluster'
import { kubeconfigPlace, type KubeconfigPlace } from './kubeconfig-source'
import {
  clusterChanged,
  contextMissing,
  isSameState,
  noContexts,
  readContexts,
  type Preference,
} from './kubeconfig-state'
import { mergeKubeconfigs, type MergedConfig } from './merge'
import { pinOf } from './pin'
import type { ClusterTarget } from './target'
import { fileStamp, watchFiles, type WatchOptions } from './watch-files'

/** What the store remembers between runs. */
export interface KubeSettings {
  get(): { readonly kubeconfig?: string | undefined; readonly context?: string | undefined }
  /** `undefined` forgets a key. */
  set(patch: { kubeconfig?: string | undefined; context?: string | undefined }): void
}

/** The demo's cluster as it is handed to the store. `helmHome` is a set of environment variables for helm. */
export interface DemoCluster {
  readonly kubeconfig: string
  readonly context: string
  readonly helmHome: Readonly<Record<string, string>>
}

export interface KubeconfigStoreDeps {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeDir: string
  readonly settings: KubeSettings
  readonly log: { warn(message: string): void }
  readonly watch?: WatchOptions
}

export interface KubeconfigStore {
  /** Reads the files again. Never rejects because of them: the state's `problem` says what is wrong. */
  readonly load: () => Promise<ContextsState>
  /** What was read last. */
  readonly state: () => ContextsState
  /** Makes a context the current one and remembers it. Rejects with `context-missing`. */
  readonly useContext: (name: string) => Promise<ContextsState>
  /** Uses a file in place of KUBECONFIG and ~/.kube/config and remembers it. */
  readonly useFile: (path: string) => Promise<ContextsState>
  /** Shows the demo's cluster until the app ends or another file is used. */
  readonly useDemo: (demo: DemoCluster) => Promise<ContextsState>
  /** Back to KUBECONFIG or ~/.kube/config. */
  readonly forget: () => Promise<ContextsState>
  /** A context whose files are followed, the current one by default. Throws `no-kubeconfig` or `context-missing`. */
  readonly target: (context?: string) => ClusterTarget
  /**
   * A context as the window was told of it last, for what leads to a change: it is not followed any more.
   * @param seen the identity that the person saw (`KubeContext.identity`), when it is known
   * @throws AppFailure `cluster-changed` when the name means another cluster now; else as `target`
   */
  readonly bind: (context?: string, seen?: string) => ClusterTarget
  /** Told when the state became another one, whatever the reason; gives the unsubscribe. */
  readonly onChange: (listener: (state: ContextsState) => void) => () => void
  readonly dispose: () => void
}

/** The person's kubeconfig: which files, which contexts, which one is current; kept fresh while files change. */
export function createKubeconfigStore(deps: KubeconfigStoreDeps): KubeconfigStore {
  const choice = createChoice(deps)
  const { config, ...reader } = createReader(deps, choice)
  return {
    ...reader,
    useContext: async (name) => {
      if (!hasContext(await reader.load(), name)) throw new AppFailure(contextMissing(name))
      choice.context(name)
      return reader.load()
    },
    useFile: (path) => {
      choice.file(path)
      return reader.load()
    },
    useDemo: (demo) => {
      choice.demo(demo)
      return reader.load()
    },
    forget: () => {
      choice.forget()
      return reader.load()
    },
    target: (context) => targetOf(reader.state(), context, choice.helmEnv()),
    bind: (context, seen) => {
      const target = targetOf(reader.state(), context, choice.helmEnv())
      const pin = pinOf(config(), target.context)
      if (pin === null) throw new AppFailure(contextMissing(target.context))
      if (seen !== undefined && seen !== pin.identity) throw new AppFailure(clusterChanged(target.context, pin.cluster))
      return { ...target, pin }
    },
  }
}

interface Choice {
  place(): KubeconfigPlace
  preference(): Preference
  /** Told which context the window shows. */
  saw(current: string | null): void
  context(name: string): void
  file(path: string): void
  demo(next: DemoCluster): void
  forget(): void
  helmEnv(): ClusterTarget['helmEnv']
}

/** What the person chose: settings outlive the run, the demo does not. */
function createChoice({ settings, env, homeDir }: KubeconfigStoreDeps): Choice {
  let demo: DemoCluster | null = null
  /** The demo's context is not worth remembering, so it is kept apart from the settings'. */
  let demoContext: string | undefined
  /** The preferred context once the window has shown it: see Preference.held. */
  let shown: string | undefined
  const preferred = (): string | undefined => (demo ? demoContext : settings.get().context)

  return {
    place: () => kubeconfigPlace({ demo: demo?.kubeconfig, chosen: settings.get().kubeconfig, env, homeDir }),
    preference: () => {
      const name = preferred()
      return { name, held: name !== undefined && name === shown }
    },
    saw: (current) => {
      if (current !== null && current === preferred()) shown = current
    },
    context: (name) => {
      if (demo) demoContext = name
      else settings.set({ context: name })
    },
    file: (path) => {
      demo = null
      shown = undefined
      settings.set({ kubeconfig: path, context: undefined })
    },
    demo: (next) => {
      demo = next
      demoContext = next.context
    },
    forget: () => {
      demo = null
      shown = undefined
      if (settings.get().kubeconfig !== undefined) settings.set({ kubeconfig: undefined, context: undefined })
    },
    helmEnv: () => demo?.helmHome ?? {},
  }
}

/** Reads the chosen files, now and whenever they change. */
function createReader(
  deps: KubeconfigStoreDeps,
  choice: Choice,
): Pick<KubeconfigStore, 'load' | 'state' | 'onChange' | 'dispose'> & { readonly config: () => MergedConfig } {
  const listeners = new Set<(state: ContextsState) => void>()
  let state = noContexts
  let config = mergeKubeconfigs([])
  let watched = ''
  let stopWatch = (): void => undefined
  let reads = 0
  let latest: Promise<ContextsState> = Promise.resolve(noContexts)

  const read = async (): Promise<ContextsState> => {
    const turn = ++reads
    const place = choice.place()
    if (place.files.join('\n') !== watched) await startWatch(place.files)
    const { state: next, config: read } = await readContexts(place, choice.preference())
    // A later read has newer news.
    if (turn !== reads) return latest
    choice.saw(next.current)
    config = read
    if (!isSameState(next, state)) accept(next)
    return state
  }
  const load = (): Promise<ContextsState> => (latest = read())
  const accept = (next: ContextsState): void => {
    state = next
    if (next.problem) deps.log.warn(`kubeconfig: ${next.problem.message} ${next.problem.cause}`)
    for (const listener of listeners) listener(next)
  }
  const startWatch = async (files: readonly string[]): Promise<void> => {
    const mine = (watched = files.join('\n'))
    stopWatch()
    stopWatch = () => undefined
    // From before they are read: what changes until the watch has looked for the first time is news as well.
    const known = await fileStamp(files)
    if (watched === mine) stopWatch = watchFiles(files, () => void load(), { ...deps.watch, known })
  }
  return {
    load,
    state: () => state,
    config: () => config,
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    dispose: () => {
      watched = ''
      stopWatch()
      listeners.clear()
    },
  }
}

function targetOf(state: ContextsState, context: string | undefined, helmEnv: ClusterTarget['helmEnv']): ClusterTarget {
  if (state.files.length === 0) {
    if (state.problem) throw new AppFailure(state.problem)
    fail('no-kubeconfig', 'There is no kubeconfig yet.', {
      cause: 'None was found in KUBECONFIG or ~/.kube/config.',
      actions: ['choose-kubeconfig', 'start-demo'],
    })
  }
  const name = context ?? state.current
  if (name === null) {
    fail('context-missing', 'No context is chosen.', {
      cause: 'The kubeconfig names no current-context that exists.',
      actions: ['choose-context'],
    })
  }
  if (!hasContext(state, name)) throw new AppFailure(contextMissing(name))
  return { context: name, kubeconfigFiles: state.files, helmEnv }
}

function hasContext(state: ContextsState, name: string): boolean {
  return state.contexts.some((context) => context.name === name)
}
