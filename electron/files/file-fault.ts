/**
 * - `folder`, `special`: no ordinary file but a folder, a pipe, a device or a socket, which may never end
 * - `large`: more than the reader takes
 * - `late`: it doesn't answer, as on a network drive whose server is gone
 */
export type FileFaultKind = 'folder' | 'special' | 'large' | 'late'

const words: Readonly<Record<FileFaultKind, string>> = {
  folder: 'It is a folder.',
  special: 'It is not a regular file.',
  large: 'It is too large.',
  late: "It doesn't answer: the disk or network drive it is on may be gone.",
}

/** Why a file is not read. Its message is a sentence about the file, for a person. */
export class FileFault extends Error {
  constructor(
    readonly kind: FileFaultKind,
    readonly path: string,
    message = words[kind],
  ) {
    super(message)
  }
}

const systemWords: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  ENOTDIR: 'There is no such file.',
  EACCES: 'You may not read it.',
  EPERM: 'You may not read it.',
  EISDIR: words.folder,
  ELOOP: 'It is a link that leads nowhere.',
  ENAMETOOLONG: 'Its name is too long.',
}

/** Why a file could not be read, in a sentence about it. @param thrown what `readOrdinaryFile` throws */
export function fileWords(thrown: unknown): string {
  if (thrown instanceof FileFault) return thrown.message
  return systemWords[(thrown as NodeJS.ErrnoException | null)?.code ?? ''] ?? "It can't be read."
}

/** Whether a file is not there. @param thrown what `readOrdinaryFile` throws */
export function isMissing(thrown: unknown): boolean {
  const code = (thrown as NodeJS.ErrnoException | null)?.code
  return code === 'ENOENT' || code === 'ENOTDIR'
}
