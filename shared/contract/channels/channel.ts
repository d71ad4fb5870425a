import type { z } from 'zod'

/** What a channel takes and gives. */
export interface Channel<Input extends z.ZodType, Output> {
  readonly input: Input
  /** A type only: nothing stands here at run time. */
  readonly output: Output
}

/** Curried, because TypeScript cannot infer the schema while the output type is given by hand. */
export function channel<Input extends z.ZodType>(input: Input): <Output>() => Channel<Input, Output> {
  return <Output>() => ({ input }) as Channel<Input, Output>
}
