import { fail } from '@shared/errors'
import type { ValuesDocuments } from '@shared/values-check/lines'
import { workOnText } from '../../releases/texts/texts'

/**
 * Checks values before helm is started. What is sent to helm is the text as it is, comments and all; nothing but comments
 * means no values.
 * @param documents what the helm in use does with more than one
 * @throws AppFailure `values-invalid` with line and column; the values themselves are never repeated; or as `workOnText`
 */
export async function refuseBadValues(text: string, documents: ValuesDocuments): Promise<void> {
  const problem = await workOnText('first-error', text, documents)
  if (problem === null) return
  const { line, column, message } = problem
  fail('values-invalid', "The values can't be used.", { cause: `Line ${line}, column ${column}: ${message}` })
}
