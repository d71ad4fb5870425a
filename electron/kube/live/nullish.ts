import type { z } from 'zod'

/** A field that may be missing or null, as Go writes what is not there; either way it is undefined afterwards. */
export function nullish<T extends z.ZodType>(shape: T): z.ZodType<z.output<T> | undefined> {
  return shape.nullish().transform((value) => value ?? undefined)
}
