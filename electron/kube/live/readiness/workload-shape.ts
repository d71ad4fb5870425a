import { z } from 'zod'
import { nullish } from '../nullish'

const count = nullish(z.int())
const text = nullish(z.string())

export const conditionShape = z.object({ type: z.string(), status: z.string(), reason: text, message: text })
export type Condition = z.output<typeof conditionShape>

const rollingShape = z.object({ partition: count })

/** As much of an object as its readiness depends on. Everything may be missing while a controller has not seen it. */
export const workloadShape = z.object({
  metadata: z.object({ generation: count, deletionTimestamp: text }),
  spec: nullish(
    z.object({
      replicas: count,
      paused: nullish(z.boolean()),
      updateStrategy: nullish(z.object({ type: text, rollingUpdate: nullish(rollingShape) })),
    }),
  ),
  status: nullish(
    z.object({
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      fullyLabeledReplicas: count,
      currentRevision: text,
      updateRevision: text,
      desiredNumberScheduled: count,
      currentNumberScheduled: count,
      updatedNumberScheduled: count,
      numberAvailable: count,
      numberReady: count,
      startTime: text,
      phase: text,
      conditions: nullish(z.array(conditionShape).max(1_000)),
    }),
  ),
})

export type Workload = z.output<typeof workloadShape>

/** Only what every object may have; a custom one's spec and status can be anything else. */
export const anyShape = z.object({
  metadata: z.object({ generation: count, deletionTimestamp: text }),
  status: nullish(
    z.object({
      observedGeneration: count.catch(undefined),
      conditions: nullish(z.array(conditionShape)).catch(undefined),
    }),
  ).catch(undefined),
})

/** A condition of an object, by its type. */
export function condition(
  { status }: { readonly status: { readonly conditions: readonly Condition[] | undefined } | undefined },
  type: string,
): Condition | undefined {
  return status?.conditions?.find((one) => one.type === type)
}
