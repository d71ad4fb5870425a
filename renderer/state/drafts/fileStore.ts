import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { appError, toAppError, type AppError } from '@shared/errors'
import { leftOut, maxOpenedFiles, type OpenedFile } from '@shared/model/file'
import { invoke, listen, pathForFile } from '@/bridge/invoke'
import { canLayer } from '@/lib/change/layer-values'

/** Values files that are on their way to an editor. */
export interface OfferedValues {
  readonly names: readonly string[]
  /** In the order they are layered. */
  readonly texts: readonly string[]
}

/** Values files that were dropped, opened with the app or named on its command line, until an editor takes them. */
export const useFileStore = defineStore('files', () => {
  const offered = shallowRef<OfferedValues | null>(null)
  const refused = shallowRef<readonly AppError[]>([])
  const reading = ref(false)

  function accept(files: readonly OpenedFile[]): void {
    const read = files.filter((file) => 'text' in file)
    const good = read.filter(({ text }) => read.length === 1 || canLayer(text))
    const loose = read.filter((file) => !good.includes(file)).map(({ name }) => notLayered(name))
    refused.value = [...files.flatMap((file) => ('error' in file ? [file.error] : [])), ...loose]
    if (good.length === 0) return
    offered.value = { names: good.map((file) => file.name), texts: good.map((file) => file.text) }
  }

  /** Values from elsewhere than a file, for the editor that comes next. */
  function offer(values: OfferedValues): void {
    offered.value = values
  }

  /** Reads files dropped on the window. What is refused is told; nothing that is typed changes here. */
  async function read(files: readonly File[]): Promise<void> {
    // A file without a path was made by a script: there is nothing on disk to read.
    const paths = files.map(pathForFile).filter((path) => path !== '')
    if (paths.length === 0) return
    reading.value = true
    try {
      const opened = paths.slice(0, maxOpenedFiles)
      accept(await invoke('files:read_values', { paths: opened }))
      if (paths.length > opened.length) refused.value = [...refused.value, leftOut(opened.length, paths.length)]
    } catch (thrown) {
      refused.value = [toAppError(thrown)]
    } finally {
      reading.value = false
    }
  }

  /** What is offered, once: whoever takes it has it. */
  function take(): OfferedValues | null {
    const taken = offered.value
    offered.value = null
    return taken
  }

  function dismiss(): void {
    offered.value = null
    refused.value = []
  }

  return {
    offered,
    refused,
    reading,
    read,
    choose: (kind: 'values' | 'text') => chooseFiles(kind, (errors) => (refused.value = errors)),
    offer,
    take,
    dismiss,
    start: () => listen('files:opened', ({ files }) => accept(files)),
  }
})

/** Lets the person choose files, and tells what is refused of them. */
async function chooseFiles(
  kind: 'values' | 'text',
  refuse: (errors: readonly AppError[]) => void,
): Promise<readonly { readonly name: string; readonly text: string }[]> {
  try {
    const files = await invoke('files:choose', { kind })
    refuse(files.flatMap((file) => ('error' in file ? [file.error] : [])))
    return files.filter((file) => 'text' in file)
  } catch (thrown) {
    refuse([toAppError(thrown)])
    return []
  }
}

function notLayered(name: string): AppError {
  const cause = "It can't be layered with others: its lines within brackets or quotes are not indented. Use it alone."
  return appError('file-refused', `${name} can't be used.`, { cause })
}
