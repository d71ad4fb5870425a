import type { Operation, OperationVerb } from './model/operation'

const doing: Record<OperationVerb, string> = {
  install: 'Installing',
  upgrade: 'Upgrading',
  rollback: 'Rolling back',
  uninstall: 'Uninstalling',
}
const done: Record<OperationVerb, string> = {
  install: 'Installed',
  upgrade: 'Upgraded',
  rollback: 'Rolled back',
  uninstall: 'Uninstalled',
}
const nouns: Record<OperationVerb, string> = {
  install: 'Install',
  upgrade: 'Upgrade',
  rollback: 'Rollback',
  uninstall: 'Uninstall',
}

/** `Upgrade`, as the name of what happens. */
export function operationNoun(operation: Operation): string {
  return nouns[operation.verb]
}

/** `Upgrading web`, `Upgraded web`, `Upgrade of web failed`. */
export function operationTitle(operation: Operation): string {
  const { verb, releaseName } = operation
  switch (operation.status.phase) {
    case 'done':
      return `${done[verb]} ${releaseName}`
    case 'failed':
      return `${nouns[verb]} of ${releaseName} failed`
    case 'cancelled':
      return `${nouns[verb]} of ${releaseName} was cancelled`
    case 'starting':
    case 'applying':
    case 'waiting':
    case 'cancelling':
      return `${doing[verb]} ${releaseName}`
  }
}
