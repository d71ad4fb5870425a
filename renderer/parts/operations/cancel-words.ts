import type { OperationVerb } from '@shared/model/operation'
import type { OperationFacts } from '@/lib/operation/operation-words'

/**
 * How a change can be cancelled. helm handles the signal in install, upgrade and test; it dies of it in rollback and
 * uninstall (helm pkg/action, cmd/helm/install.go), so these can only be left alone or killed. A repair is over before
 * it could be cancelled.
 */
export function cancelWay({ verb, foreign }: OperationFacts): 'stop' | 'leave' | 'none' {
  if (foreign === true || verb === 'repair') return 'none'
  return verb === 'rollback' || verb === 'uninstall' ? 'leave' : 'stop'
}

/** What a stop leaves behind, told before it is asked for. */
export function stopConsequence(operation: OperationFacts): string {
  if (operation.request?.rollsBack === true) return stopThenUndo[operation.verb] ?? ''
  return stopped[operation.verb]
}

const stopped: Readonly<Record<OperationVerb, string>> = {
  install: 'helm stops and marks the release as failed. Objects already created stay until you uninstall it.',
  upgrade:
    'helm stops and marks the new revision as failed. The previous revision stays deployed, but objects already changed stay changed.',
  test: 'helm stops waiting for the tests. The release is not touched; a test pod may keep running until it finishes or is deleted.',
  rollback: '',
  uninstall: '',
  repair: '',
}

const stopThenUndo: Readonly<Partial<Record<OperationVerb, string>>> = {
  install:
    'helm stops and then uninstalls what it has created, because "Uninstall if it fails" is on. That may take a while.',
  upgrade:
    'helm stops and then rolls back to the previous revision, because "Roll back if it fails" is on. That may take a while.',
}

/** What is left alone by `Stop waiting`. */
export const leaveConsequence: Readonly<Partial<Record<OperationVerb, string>>> = {
  rollback:
    "A rollback can't be interrupted safely. You can stop waiting for it: helm continues and finishes on its own.",
  uninstall:
    "An uninstall can't be interrupted safely. You can stop waiting for it: helm continues and finishes on its own.",
}

/** What remains where helm is ended by force. */
export const killConsequence: Readonly<Record<OperationVerb, string>> = {
  install: 'The release stays pending-install, with some objects created and some not. It will need repair.',
  upgrade:
    'The release stays pending-upgrade, with some objects changed and some not. helm refuses further upgrades until it is repaired.',
  rollback:
    'The release stays pending-rollback, with some objects changed back and some not. It will need repair: the same rollback again, or another one.',
  uninstall:
    'The release stays uninstalling, with some objects gone and some not. It will need repair: the same uninstall again.',
  test: 'The release is not touched; test pods are left and can be deleted.',
  repair: '',
}

/** Milliseconds after which helm has had its time to stop: what it still undoes may take as long as its whole timeout. */
export function patienceOf({ request }: OperationFacts): number {
  if (request?.rollsBack !== true) return 10_000
  return ((request.timeoutSeconds ?? 300) + 30) * 1000
}
