import { z } from 'zod'
import { nullish } from '../nullish'
import { notSeen, ready, waiting, worded, type Verdict } from './verdict'
import { anyShape, condition } from './workload-shape'

const addresses = nullish(z.array(z.unknown()).max(1_000))
const serviceShape = z.object({
  metadata: nullish(z.object({ deletionTimestamp: nullish(z.string()) })),
  spec: nullish(z.object({ externalIPs: addresses, type: nullish(z.string()), clusterIP: nullish(z.string()) })),
  status: nullish(z.object({ loadBalancer: nullish(z.object({ ingress: addresses })) })),
})

/**
 * One of type LoadBalancer wants an address of the cluster (kstatus), and to helm 3 one of its load balancer too
 * (pkg/kube/ready.go, serviceReady). Any other is ready by being there.
 */
export function service(object: unknown, waitsForAddresses: boolean): Verdict {
  const parsed = serviceShape.safeParse(object)
  if (!parsed.success) return waiting("Its state can't be read")
  const { metadata, spec, status } = parsed.data
  if (metadata?.deletionTimestamp !== undefined) return waiting('It is being deleted')
  if (spec?.type !== 'LoadBalancer') return ready
  if ((spec.clusterIP ?? '') === '') return waiting('It has no address in the cluster yet')
  const given = [...(spec.externalIPs ?? []), ...(status?.loadBalancer?.ingress ?? [])]
  if (!waitsForAddresses || given.length > 0) return ready
  return waiting('The cluster has given it no address for its load balancer yet')
}

/**
 * An object without rules of its own: a custom one, a CustomResourceDefinition, an APIService. kstatus goes by the generation
 * that its controller has seen and the conditions Reconciling, Stalled and Ready; one without any is ready by being there.
 */
export function anyReadiness(kind: string, object: unknown): Verdict {
  const parsed = anyShape.safeParse(object)
  if (!parsed.success) return waiting("Its state can't be read")
  const { metadata, status } = parsed.data
  if (metadata.deletionTimestamp !== undefined) return waiting('It is being deleted')
  const seen = status?.observedGeneration
  if (seen !== undefined && metadata.generation !== undefined && seen !== metadata.generation) return notSeen
  const of = (type: string): ReturnType<typeof condition> => condition(parsed.data, type)
  const reconciling = of('Reconciling')
  if (reconciling?.status === 'True')
    return because('waiting', reconciling.reason ?? 'Reconciling', reconciling.message)
  const stalled = of('Stalled')
  if (stalled?.status === 'True') return because('failing', stalled.reason ?? 'Stalled', stalled.message)
  if (kind === 'CustomResourceDefinition') return definition(of)
  // helm does not wait for it (measured), but a person wants to know.
  const available = kind === 'APIService' ? of('Available') : undefined
  if (available?.status === 'False') return because('ready', available.reason ?? 'Not available', available.message)
  const own = of('Ready')
  if (own === undefined || own.status === 'True') return ready
  return because('waiting', own.reason ?? 'It is not ready', own.message)
}

function definition(of: (type: string) => ReturnType<typeof condition>): Verdict {
  const names = of('NamesAccepted')
  if (names?.status === 'False') return because('failing', names.reason ?? 'NamesAccepted', names.message)
  const established = of('Established')
  if (established?.status === 'True') return ready
  if (established?.status === 'False' && established.reason !== 'Installing') {
    return because('failing', established.reason ?? 'Established', established.message)
  }
  return waiting("The API server doesn't serve it yet")
}

function because(state: Verdict['state'], word: string, sentence: string | undefined): Verdict {
  return { state, reason: worded(word, sentence) }
}
