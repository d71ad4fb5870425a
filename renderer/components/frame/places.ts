/** A place of the window that the sidebar leads to. */
export interface Place {
  readonly name: string
  readonly label: string
  readonly icon: string
  /** What the addresses of its pages begin with. */
  readonly paths: readonly string[]
}

/** In the order of the sidebar. */
export const places: readonly Place[] = [
  { name: 'releases', label: 'Releases', icon: 'i-lucide-layers', paths: ['/releases'] },
  { name: 'charts', label: 'Charts', icon: 'i-lucide-package', paths: ['/charts', '/install'] },
  { name: 'sources', label: 'Sources', icon: 'i-lucide-library', paths: ['/sources'] },
]
