import type { FoundPlan } from '@shared/model/plan'
import type { Journal } from '../../operations/journal/journal'

/** The plans that operations ran by; null while the journal may have more of them than it could read. */
export async function plansOf(
  journal: Pick<Journal, 'ready' | 'entries' | 'problem'>,
): Promise<ReadonlySet<string> | null> {
  await journal.ready
  if (journal.problem() !== '') return null
  return new Set(journal.entries().flatMap(({ operation }) => operation.planId ?? []))
}

/** The last operation that ran by a plan; null where there is none. */
export function runOf(journal: Pick<Journal, 'entries'>, id: string): FoundPlan['run'] {
  const operation = journal.entries().find((one) => one.operation.planId === id)?.operation
  return operation === undefined ? null : { operationId: operation.id, startedAt: operation.startedAt }
}
