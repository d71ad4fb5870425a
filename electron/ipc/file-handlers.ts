import type { OpenedFile } from '@shared/model/file'
import type { Handlers } from './door'

export interface FileHandlerDeps {
  readonly readValuesFiles: (paths: readonly string[]) => Promise<OpenedFile[]>
  /** Lets the person choose a file for a release's values and writes them there; '' when they cancel. */
  readonly saveValues: (name: string, text: string) => Promise<string>
}

type Channel = Extract<keyof Handlers, `files:${string}`>

/** Handlers of `files:*`. */
export function fileHandlers({ readValuesFiles, saveValues }: FileHandlerDeps): Pick<Handlers, Channel> {
  return {
    'files:read_values': ({ paths }) => readValuesFiles(paths),
    'files:save_values': ({ release_name: name, values }) => saveValues(name, values),
  }
}
