import type { OpenedFile } from '@shared/model/file'
import type { Handlers } from './door'

export interface FileHandlerDeps {
  readonly readValuesFiles: (paths: readonly string[]) => Promise<OpenedFile[]>
}

type Channel = Extract<keyof Handlers, `files:${string}`>

/** Handlers of `files:*`. */
export function fileHandlers({ readValuesFiles }: FileHandlerDeps): Pick<Handlers, Channel> {
  return { 'files:read_values': ({ paths }) => readValuesFiles(paths) }
}
