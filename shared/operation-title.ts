import type { Operation, OperationVerb } from './model/operation'

const doing: Record<OperationVerb, string> = {
  install: 'Installing',
  upgrade: 'Upgrading',
  rollback: 'Rolling back',
  uninstall: 'Uninstalling',
  test: 'Testing',
  repair: 'Repairing',
}
const done: Record<OperationVerb, string> = {
  install: 'Installed',
  upgrade: 'Upgraded',
  rollback: 'Rolled back',
  uninstall: 'Uninstalled',
  test: 'Tested',
  repair: 'Repaired',
}
const beingDone: Record<OperationVerb, string> = {
  install: 'installed',
  upgrade: 'upgraded',
  rollback: 'rolled back',
  uninstall: 'uninstalled',
  test: 'tested',
  repair: 'repaired',
}
const nouns: Record<OperationVerb, string> = {
  install: 'Install',
  upgrade: 'Upgrade',
  rollback: 'Rollback',
  uninstall: 'Uninstall',
  test: 'Test',
  repair: 'Repair',
}

/** `Upgrade`, as the name of what happens. */
export function operationNoun({ verb }: Pick<Operation, 'verb'>): string {
  return nouns[verb]
}

/** `web is being upgraded by another helm`. */
export function underWayElsewhere({ verb, name }: Pick<Operation, 'verb' | 'name'>): string {
  return `${name} is being ${beingDone[verb]} by another helm`
}

/** `Upgrading web`, `Upgraded web`, `Upgrade of web failed`. */
export function operationTitle(operation: Pick<Operation, 'verb' | 'name' | 'status'>): string {
  const { verb, name } = operation
  switch (operation.status.phase) {
    case 'done':
      return `${done[verb]} ${name}`
    case 'failed':
      return `${nouns[verb]} of ${name} failed`
    case 'cancelled':
      return `${nouns[verb]} of ${name} was cancelled`
    case 'stuck':
      return `${nouns[verb]} of ${name} is stuck`
    case 'starting':
    case 'applying':
    case 'waiting':
    case 'cancelling':
      return `${doing[verb]} ${name}`
  }
}

/** `Upgrade failed.`: the title of an error that has no better one; its cause then says all there is to say. */
export function failedTitle(verb: OperationVerb): string {
  return `${nouns[verb]} failed.`
}
