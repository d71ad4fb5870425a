import type { ManagerMark } from './model/release'

/** What a tool is called. */
export const managerTools: Readonly<Record<ManagerMark['tool'], string>> = { flux: 'Flux', argocd: 'Argo CD' }

/** What of the tool looks after a release: `HelmRelease shop/web`, `application web`; '' where only the tool is known. */
export function managerSubject({ kind, namespace, name }: ManagerMark): string {
  if (name === '') return ''
  return `${kind === 'Application' ? 'application' : kind} ${namespace === '' ? '' : `${namespace}/`}${name}`
}

/** Both in one: `Flux (HelmRelease shop/web)`. */
export function managerName(mark: ManagerMark): string {
  const subject = managerSubject(mark)
  return `${managerTools[mark.tool]}${subject === '' ? '' : ` (${subject})`}`
}
