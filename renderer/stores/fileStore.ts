import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import { maxOpenedFiles, type OpenedFile } from '@shared/model/file'
import { invoke, listen, pathForFile } from '@/composables/invoke'

/** Values files that are on their way to an editor. */
export interface OfferedValues {
  readonly names: readonly string[]
  /** In the order they are layered. */
  readonly texts: readonly string[]
  /** Set when they were meant for one release, whose upgrade was then opened with nothing typed in it yet. */
  readonly replaces: boolean
}

/** Values files that were dropped, opened with the app or named on its command line, until an editor takes them. */
export const useFileStore = defineStore('files', () => {
  const offered = shallowRef<OfferedValues | null>(null)
  const refused = shallowRef<readonly AppError[]>([])
  const reading = ref(false)

  function accept(files: readonly OpenedFile[], replaces = false): void {
    const good = files.filter((file) => 'text' in file)
    refused.value = files.flatMap((file) => ('error' in file ? [file.error] : []))
    if (good.length === 0) return
    offered.value = { names: good.map((file) => file.name), texts: good.map((file) => file.text), replaces }
  }

  /** Reads files dropped on the window. What is refused is told; nothing that is typed changes here. */
  async function read(files: readonly File[], replaces = false): Promise<void> {
    // A file without a path was made by a script: there is nothing on disk to read.
    const paths = files.map(pathForFile).filter((path) => path !== '')
    if (paths.length === 0) return
    reading.value = true
    try {
      accept(await invoke('files:read_values', { paths: paths.slice(0, maxOpenedFiles) }), replaces)
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
    take,
    dismiss,
    start: () => listen('files:opened', ({ files }) => accept(files)),
  }
})
