import type { OpenedFile } from '@shared/model/file'
import type { Handlers } from './door'

export interface FileHandlerDeps {
  readonly readValuesFiles: (paths: readonly string[]) => Promise<OpenedFile[]>
  readonly readTextFiles: (paths: readonly string[]) => Promise<OpenedFile[]>
  /** Lets the person choose files; none when they cancel. */
  readonly chooseFiles: (kind: 'values' | 'text') => Promise<readonly string[]>
  /** Lets the person choose a file for a release's values and writes them there; '' when they cancel. */
  readonly saveValues: (name: string, text: string) => Promise<string>
}

type Channel = Extract<keyof Handlers, `files:${string}`>

/** Handlers of `files:*`. */
export function fileHandlers(deps: FileHandlerDeps): Pick<Handlers, Channel> {
  const { readValuesFiles, readTextFiles, chooseFiles, saveValues } = deps
  return {
    'files:choose': async ({ kind }) => {
      const paths = await chooseFiles(kind)
      return kind === 'values' ? readValuesFiles(paths) : readTextFiles(paths)
    },
    'files:read_values': ({ paths }) => readValuesFiles(paths),
    'files:save_values': ({ release_name: name, values }) => saveValues(name, values),
  }
}
