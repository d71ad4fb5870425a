import type { Operation } from '@shared/model/operation'
import { followChange, type Follower, type FollowOptions } from '../follow/follow'
import type { OperationContext } from './operation-context'

type Followed = Pick<Operation, 'id' | 'namespace' | 'name' | 'startedAt'>
/** What is followed. Everything but `onStored` is noted in the registry as it comes. */
type Options = Omit<FollowOptions, keyof Followed | 'onObjects' | 'onCounted' | 'onWaitsUntil' | 'onBlind'>

/** Follows an operation in the cluster and shows what is seen of it, until it is finished or the app ends. */
export function followOperation(
  { registry, appEnds }: Pick<OperationContext, 'registry' | 'appEnds'>,
  { id, namespace, name, startedAt }: Followed,
  options: Options,
): Follower {
  const follower = followChange({
    ...options,
    namespace,
    name,
    startedAt,
    onObjects: (objects) => registry.update(id, { objects }),
    onCounted: (ready, total) => registry.apply(id, { event: 'counted', ready, total }),
    onWaitsUntil: (until) => registry.update(id, { waitsUntil: until }),
    onBlind: (blind) => registry.update(id, { blind }),
  })
  const stop = (): void => follower.stop()
  if (appEnds.signal.aborted) stop()
  else appEnds.signal.addEventListener('abort', stop, { once: true })
  return {
    stop,
    finish: (wentWell) => {
      appEnds.signal.removeEventListener('abort', stop)
      return follower.finish(wentWell)
    },
  }
}
