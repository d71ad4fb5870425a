import { optionsOfRequest } from '@shared/change-options/derived'
import type { OperationVerb } from '@shared/model/operation'
import { newDraft, ownValuesOf, type ChangeDraft } from '@/lib/change/change-draft'
import type { OperationFacts } from '@/lib/operation/operation-words'

type Request = Readonly<Record<string, unknown>>

/** The dialogs of the release page that ask for a change again. */
export type Ask = 'rollback' | 'uninstall' | 'test'

/** How a change is asked for again: on the page where it is written, or by a dialog; null where that makes no sense. */
export type RunAgain =
  | { readonly way: 'page'; readonly verb: 'install' | 'upgrade' }
  | { readonly way: 'ask'; readonly ask: Ask; readonly revision?: number }

/** @param request what was asked for, as the journal has it: from disk, so nothing in it is taken on trust. */
export function runAgain(
  { verb, foreign }: { verb: OperationVerb; foreign?: true },
  request: Request,
): RunAgain | null {
  if (foreign === true) return null
  switch (verb) {
    case 'install':
    case 'upgrade':
      return { way: 'page', verb }
    case 'rollback': {
      const revision = request['revision']
      const isRevision = Number.isInteger(revision) && Number(revision) > 0
      return { way: 'ask', ask: verb, ...(isRevision ? { revision: Number(revision) } : {}) }
    }
    case 'uninstall':
    case 'test':
      return { way: 'ask', ask: verb }
    case 'repair':
      return null
  }
}

/**
 * The draft of an install or upgrade that was made before: its chart, version and options, and the values given.
 * @param values read from the cluster: the journal keeps none.
 */
export function draftAgain(operation: OperationFacts, request: Request, values: string): ChangeDraft {
  const verb = operation.verb === 'install' ? 'install' : 'upgrade'
  return newDraft({
    verb,
    context: operation.context,
    namespace: operation.namespace,
    name: operation.name,
    chart: text(request['chart']) || (operation.request?.chart ?? ''),
    version: text(request['version']),
    keepChart: request['keep_chart'] === true,
    createNamespace: verb === 'install' && request['create_namespace'] === true,
    values,
    valuesFrom: operation.revision === undefined ? [] : ownValuesOf(operation.revision, values),
    options: optionsOfRequest(request),
    fromRevision: verb === 'install' ? 0 : (operation.revision ?? 0),
  })
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
