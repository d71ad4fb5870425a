import { AppFailure, appError } from '@shared/errors'
import { zodWords } from '@shared/zod-words'
import type { z } from 'zod'

/**
 * What helm printed with `--output=json`, checked. A registry's `Pulled: …` lines may stand before it (helm 4.2.1 and
 * newer print them to standard output), so reading begins at the first line that opens an object or a list.
 * @throws AppFailure `helm-bad-output` when it is not the JSON that the schema describes
 */
export function parseHelmJson<T>(stdout: string, schema: z.ZodType<T>): T {
  const start = stdout.search(/^[{[]/m)
  let value: unknown
  try {
    value = JSON.parse(stdout.slice(Math.max(start, 0)))
  } catch (reason) {
    throw badOutput('It is not JSON.', reason)
  }
  const parsed = schema.safeParse(value, { error: zodWords })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw badOutput(`${issue?.path.join('.') || 'It'} ${issue?.message ?? 'is not as expected'}.`, parsed.error)
}

function badOutput(detail: string, reason: unknown): AppFailure {
  const error = appError('helm-bad-output', "helm's output couldn't be understood.", {
    cause: "It isn't in a form that this version of Wheelhouse knows. Another helm version may help.",
    actions: ['retry', 'get-helm'],
    detail: detail.slice(0, 2_000),
  })
  return new AppFailure(error, { cause: reason })
}
