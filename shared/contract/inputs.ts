import { z } from 'zod'
import { isRepositoryChart } from '../chart-ref'
import { isTooLong } from '../values'

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

/**
 * The name of a release that is there, to be read: helm's records may be written by others, and then only Kubernetes' rule
 * for labels holds.
 */
export const storedReleaseName = z
  .string()
  .max(253, 'a release name has at most 253 characters')
  .regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/, 'a release name is made of letters, digits, dashes, dots and _')

/** The name of a pod, container, Job ...: RFC 1123 subdomain, as it becomes a part of a path. */
export const objectName = z
  .string()
  .max(253, 'a name has at most 253 characters')
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'a name is made of lower-case letters, digits, dashes and dots')

/** `namespace/name` of a row. A foreign record may have a stranger name than helm would give, so only its form counts. */
export const releaseRow = z
  .string()
  .max(320, 'a row has at most 320 characters')
  .regex(/^[a-z0-9][-a-z0-9]*\/[^\p{Cc}]+$/u, 'a row is namespace/name')

/** A context's name: any text a kubeconfig may hold, but no control characters. Flags carry it behind a `=`. */
export const contextName = z
  .string()
  .min(1, 'a context needs a name')
  .max(512, 'a context name has at most 512 characters')
  .regex(/^[^\p{Cc}]+$/u, 'a context name has no control characters')

/** See `KubeContext.identity`. */
export const clusterIdentity = z
  .string()
  .max(64, 'an identity has at most 64 characters')
  .regex(/^[0-9a-f]+$/, 'an identity is made of hexadecimal digits')

/** Text without control characters that cannot be taken for a flag. */
function plainText(what: string, max: number): z.ZodString {
  return z
    .string()
    .min(1, `${what} is missing`)
    .max(max, `${what} has at most ${max} characters`)
    .regex(/^[^\p{Cc}]+$/u, `${what} has no control characters`)
    .regex(/^[^-\s]/, `${what} can't begin with a dash or a space`)
}

/**
 * What helm may be given as a chart: `repository/name`, `oci://…`, or the full path of a folder or .tgz on this computer.
 * A relative path is refused: it would mean another chart in another folder.
 */
export const chartRef = z
  .string()
  .min(1, 'a chart is missing')
  .max(1024, 'a chart has at most 1024 characters')
  .regex(/^[^\p{Cc}]+$/u, 'a chart has no control characters')
  .refine(
    (text) => /^oci:\/\/[^/\s]+\/\S+$/.test(text) || /^(\/|[A-Za-z]:[\\/])/.test(text) || isRepositoryChart(text),
    'a chart is repository/name, oci://…, or the full path of a folder or .tgz',
  )

/** What a chart is called, only to be shown. */
export const chartName = plainText('a chart', 1024)

/** An exact chart version or a range, as helm's --version takes it; helm's own reader takes 256 characters of a version. */
export const chartVersion = plainText('a version', 256)

/** YAML text of values; what it says is checked where it is used (electron/operations/request/values.ts). */
export const valuesText = z.string().refine((text) => !isTooLong(text), 'values have at most 1 MiB')

/** What a person has agreed that helm may fetch or read outside of a chart: exactly what they were shown. */
export const agreedOutside = z
  .array(
    z
      .string()
      .min(1)
      .max(4_096, 'an address has at most 4,096 characters')
      .regex(/^[^\p{Cc}]+$/u, 'an address has no control characters'),
  )
  .min(1)
  .max(500, 'at most 500 addresses can be agreed to')

export const revisionNumber = z.int().min(1).max(2_147_483_647)

/** How long helm waits for the objects. */
export const timeoutSeconds = z.int().min(1).max(86_400)

/**
 * The name of a repository that helm has already. helm refuses only a `/` in a new one, and an old list may hold even that:
 * whatever it is called, it can be updated and removed.
 */
export const knownRepositoryName = z
  .string()
  .max(4096, 'a repository name has at most 4,096 characters')
  .regex(/^[^\0]*$/, 'a repository name has no NUL character')

/** A new repository's name: it becomes a file name in helm's cache and the first part of `repository/name`. */
export const repositoryName = z
  .string()
  .max(64, 'a repository name has at most 64 characters')
  .regex(
    /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
    'a repository name is made of letters, digits, dashes, dots and _',
  )

/** The address of a repository. Credentials go into their own fields, where they are kept out of lists and logs. */
export const repositoryUrl = plainText('an address', 2048).refine(
  (text) => isPlainHttp(text),
  'a repository has an http or https address without a user in it',
)

/** A user name or password: any text, but one line. */
export const credential = z
  .string()
  .max(4096, 'at most 4,096 characters')
  .regex(/^[^\p{Cc}]*$/u, 'no control characters')

/** What the person types to search: short, one line. */
export const searchText = z
  .string()
  .max(200, 'a search has at most 200 characters')
  .regex(/^[^\p{Cc}]*$/u, 'a search has no control characters')

export const operationId = z.uuid()

/** An object of a plan, a comparison or a drift: `PlanObject.id`, `ComparedObject.id`. */
export const objectId = z
  .string()
  .min(1)
  .max(1_200)
  .regex(/^[^\p{Cc}]+$/u)

/** Keys from an object's root to one of its fields; an item of a list by what tells it apart. */
export const fieldPath = z.array(z.string().min(1).max(1_000)).min(1).max(100)

/** Keys from the top of somebody's values to one of them; an item of a list by its number. */
export const valuesPath = z
  .array(z.union([z.string().max(1_000), z.int().min(0).max(1_000_000)]))
  .min(1)
  .max(500)

/** The full path of a file on this computer. A share (`//server`) is none: asking one tells it who the person is. */
export const filePath = z
  .string()
  .max(4096, 'a path has at most 4,096 characters')
  .regex(/^[^\p{Cc}]+$/u, 'a path has no control characters')
  .regex(/^(\/(?!\/)|[A-Za-z]:[\\/])/, 'a path is a full one, on this computer')

function isPlainHttp(text: string): boolean {
  try {
    const url = new URL(text)
    return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hostname !== ''
  } catch {
    return false
  }
}

/**
 * An https address for the person's browser, in its normal form: what was judged is what is opened, whatever another
 * program would read into the text as it came (spaces, backslashes, line breaks).
 */
export const httpsUrl = z
  .string()
  .max(2048, 'an address has at most 2,048 characters')
  .refine((text) => isHttps(text), 'only https addresses are opened')
  .transform((text) => new URL(text).href)

function isHttps(text: string): boolean {
  try {
    const url = new URL(text)
    return url.protocol === 'https:' && url.username === '' && url.password === ''
  } catch {
    return false
  }
}
