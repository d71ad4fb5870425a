import { z } from 'zod'

/** One reason among others that an API server gives: a field, and what is the matter with it. */
export interface StatusCause {
  /** `FieldManagerConflict`, `FieldValueInvalid`; '' when it names none. */
  readonly reason: string
  readonly message: string
  /** `.spec.replicas`, `spec.template`; '' when it names none. */
  readonly field: string
}

/** Kubernetes' own error object (metav1.Status), as far as it is used. */
export interface ApiStatus {
  readonly message: string
  /** `Invalid`, `Conflict`, `Forbidden`; '' when it names none. */
  readonly reason: string
  readonly causes: readonly StatusCause[]
}

const text = z.string().nullish().catch(null)
const causeShape = z.object({ reason: text, message: text, field: text })
const statusShape = z.object({
  kind: z.literal('Status'),
  message: text,
  reason: text,
  details: z
    .object({ causes: z.array(causeShape).max(10_000).nullish().catch(null) })
    .nullish()
    .catch(null),
})

/** More reasons than anybody reads. */
const maxCauses = 200

/** The error object that a body is; null when it is none. */
export function apiStatusIn(body: string): ApiStatus | null {
  const { data } = statusShape.safeParse(parsed(body))
  if (data === undefined) return null
  const causes = (data.details?.causes ?? []).slice(0, maxCauses)
  return {
    message: data.message ?? '',
    reason: data.reason ?? '',
    causes: causes.map(({ reason, message, field }) => ({
      reason: reason ?? '',
      message: message ?? '',
      field: field ?? '',
    })),
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
