import { z } from 'zod'

/**
 * The building blocks of every request's input: Kubernetes' and Helm's own name rules, with sizes.
 * A control character or an over-long text is refused here, before any handler sees it.
 */

/** RFC 1123 label, as Kubernetes wants a namespace's name. */
export const namespaceName = z
  .string()
  .max(63, 'a namespace has at most 63 characters')
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'a namespace is made of lower-case letters, digits and dashes')

/** Helm's rule for release names (helm pkg/chart/common/util, ValidateReleaseName). */
export const releaseName = z
  .string()
  .max(53, 'a release name has at most 53 characters')
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    'a release name is made of lower-case letters, digits, dashes and dots',
  )

/** A context's name: any text a kubeconfig may hold, but no control characters and no flag look-alike. */
export const contextName = z
  .string()
  .min(1, 'a context needs a name')
  .max(512, 'a context name has at most 512 characters')
  .regex(/^[^\p{Cc}]+$/u, 'a context name has no control characters')
  .regex(/^[^-]/, 'a context name does not begin with a dash')

/** An https address for the person's browser. */
export const httpsUrl = z
  .string()
  .max(2048, 'an address has at most 2,048 characters')
  .refine((text) => isHttps(text), 'only https addresses are opened')

function isHttps(text: string): boolean {
  try {
    const url = new URL(text)
    return url.protocol === 'https:' && url.username === '' && url.password === ''
  } catch {
    return false
  }
}
