import type { z } from 'zod'
import { oddAnswerFailure } from './odd-answers'

/**
 * What an answer has to be.
 * @param wanted what was asked for, as it stands in a sentence: "a list of objects"
 * @throws AppFailure `cluster-failed` for anything else: never the schema's own words
 */
export function expectAnswer<Shape extends z.ZodType>(shape: Shape, answer: unknown, wanted: string): z.output<Shape> {
  const parsed = shape.safeParse(answer)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const detail = `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`
  throw oddAnswerFailure({ wanted, detail })
}
