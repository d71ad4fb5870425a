/** The parts of a revision, in the order of their tabs; drift is that of the release. */
export const releaseTabs = [
  { id: 'overview', label: 'Overview' },
  { id: 'notes', label: 'Notes' },
  { id: 'values', label: 'Values' },
  { id: 'manifest', label: 'Manifest' },
  { id: 'drift', label: 'Drift' },
] as const

export type ReleaseTab = (typeof releaseTabs)[number]['id']

/** The tab an address names; the first where it names none. */
export function tabOf(text: unknown): ReleaseTab {
  return releaseTabs.find(({ id }) => id === text)?.id ?? 'overview'
}
