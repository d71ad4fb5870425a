import type { AppInfo } from '@shared/model/app'
import type { ContextsState } from '@shared/model/cluster'

/** One line of the About dialog; `note` is what the person should know about it. */
export interface AboutLine {
  readonly label: string
  readonly value: string
  readonly notes: readonly string[]
}

/** What About shows and copies: versions and paths, no credentials and no server addresses. */
export function aboutLines(info: AppInfo, contexts: ContextsState | null): AboutLine[] {
  const files = contexts?.files ?? []
  return [
    { label: 'Wheelhouse', value: info.version, notes: [] },
    { label: 'helm', value: info.helm?.version ?? 'not found', notes: info.helm?.warnings ?? [] },
    ...(info.helm === null ? [] : [{ label: 'helm binary', value: info.helm.path, notes: [] }]),
    { label: 'Kubeconfig', value: files.length === 0 ? 'none' : files.join('\n'), notes: [] },
    { label: 'Electron', value: info.electron, notes: info.runtimeWarning === null ? [] : [info.runtimeWarning] },
    { label: 'Chromium', value: info.chrome, notes: [] },
    { label: 'Node', value: info.node, notes: [] },
    { label: 'System', value: info.platform, notes: [] },
  ]
}

/** The same as plain text, for a problem report. */
export function aboutText(lines: readonly AboutLine[]): string {
  return lines
    .map(({ label, value, notes }) => [
      `${label}: ${value.replaceAll('\n', ', ')}`,
      ...notes.map((note) => `  ${note}`),
    ])
    .flat()
    .join('\n')
}
