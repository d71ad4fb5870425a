import { z } from 'zod'
import type { AppInfo, DemoState } from '../model/app'
import type { ConnectionState, ContextsState } from '../model/cluster'
import type { HelmRelease } from '../model/release'
import { contextName, httpsUrl, namespaceName } from './inputs'

/**
 * Everything the window may ask of the main process: one entry a channel, `area:verb_object`.
 * Handlers (electron/ipc), preload and renderer infer their types from this map; adding a channel is one entry here
 * and one handler there.
 */
export const requests = {
  /** Every release in every status; in one namespace, or in all. */
  'helm:list_releases': channel(
    z.strictObject({ namespace: namespaceName.optional(), context: contextName.optional() }),
  )<HelmRelease[]>(),

  /** The contexts of the merged kubeconfig and the window's current one. */
  'kube:list_contexts': channel(z.strictObject({}))<ContextsState>(),
  /** Makes a context the window's current one; the kubeconfig file is not touched. */
  'kube:use_context': channel(z.strictObject({ context: contextName }))<ContextsState>(),
  /** Opens the system's file dialog; gives the state unchanged when the person cancels. */
  'kube:choose_kubeconfig': channel(z.strictObject({}))<ContextsState>(),
  /** Goes back to KUBECONFIG or ~/.kube/config after a file was chosen or the demo was used. */
  'kube:forget_kubeconfig': channel(z.strictObject({}))<ContextsState>(),
  /** The names of all namespaces, sorted. */
  'kube:list_namespaces': channel(z.strictObject({ context: contextName.optional() }))<string[]>(),
  /** Asks the cluster for its version now. Never rejects because of the cluster: the answer says how it is. */
  'kube:check_connection': channel(z.strictObject({ context: contextName.optional() }))<ConnectionState>(),

  /** Versions for the About dialog. */
  'app:get_info': channel(z.strictObject({}))<AppInfo>(),
  /** Opens an https address in the person's browser. */
  'app:open_external': channel(z.strictObject({ url: httpsUrl }))<void>(),

  'demo:get_state': channel(z.strictObject({}))<DemoState>(),
  /** Starts the demo's control plane (progress comes as `demo:changed`) and makes its context the current one. */
  'demo:start': channel(z.strictObject({}))<ContextsState>(),
} as const

export type Requests = typeof requests
export type RequestName = keyof Requests
export type RequestInput<N extends RequestName> = z.input<Requests[N]['input']>
export type ParsedInput<N extends RequestName> = z.output<Requests[N]['input']>
export type RequestOutput<N extends RequestName> = Requests[N]['output']

interface Channel<Input extends z.ZodType, Output> {
  readonly input: Input
  /** A type only: nothing stands here at run time. */
  readonly output: Output
}

/** Curried, because TypeScript cannot infer the schema while the output type is given by hand. */
function channel<Input extends z.ZodType>(input: Input): <Output>() => Channel<Input, Output> {
  return <Output>() => ({ input }) as Channel<Input, Output>
}
