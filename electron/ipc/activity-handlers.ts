import type { Activity } from '../operations/journal/activity'
import type { Handlers } from './door'

export interface ActivityHandlerDeps {
  readonly activity: Activity
  /** Lets the person choose a file and writes the pieces there; '' when they cancel. */
  readonly saveActivity: (format: 'json' | 'csv', pieces: AsyncIterable<string>) => Promise<string>
}

type Channel = Extract<keyof Handlers, `activity:${string}`>

/** Handlers of `activity:*`. */
export function activityHandlers({ activity, saveActivity }: ActivityHandlerDeps): Pick<Handlers, Channel> {
  return {
    'activity:list': (request) => activity.list(request),
    'activity:get_entry': ({ id }) => activity.entry(id),
    'activity:export': ({ format }) => saveActivity(format, activity.exported(format)),
  }
}
