import type { AppError } from '@shared/errors'
import { helmPlaces, type FailedTemplate } from '@shared/helm-places'
import type { ValuesGuide } from '@shared/model/values-guide'

/** A value that can be gone to. */
export type ValuePath = readonly string[]

/** A value that helm refuses, from the top of the values. */
export interface RefusedPlace {
  readonly path: ValuePath
  readonly said: string
}

/** Where a rendering failed. */
export interface RenderingFault {
  readonly values: readonly RefusedPlace[]
  /** The innermost template last. */
  readonly templates: readonly FailedTemplate[]
  /** Values that stand on the failing line. */
  readonly reads: readonly ValuePath[]
}

/** More than anybody follows. */
const maxLinks = 40

/** The values that a template reads itself: all of them, or those on one line; each once. */
export function readsOf(guide: ValuesGuide | null, file: string, line = 0): ValuePath[] {
  const found = guide?.reads?.find((one) => one.file === file)
  const values = found?.values.filter((_, at) => line === 0 || found.lines[at] === line) ?? []
  return [...new Map(values.map((path) => [JSON.stringify(path), path])).values()].slice(0, maxLinks)
}

/** What an error of helm says of values and templates. @param guide of the chart that was rendered */
export function faultOf({ detail }: Pick<AppError, 'detail'>, guide: ValuesGuide | null): RenderingFault {
  const { values, templates, reads } = helmPlaces(detail)
  const innermost = templates.at(-1)
  const place = innermost === undefined ? [] : chartPlace(innermost.file)
  const onLine = innermost === undefined || innermost.line === 0 ? [] : readsOf(guide, innermost.file, innermost.line)
  const shown = reads.map((keys) => [...place, ...keys])
  return {
    values: values.map(({ chart, path, said }) => ({ path: [...schemaPlace(guide, chart), ...path], said })),
    templates,
    reads: shown.length > 0 ? shown : onLine,
  }
}

/** Under which keys a chart inside another has its values: as its template's file says. */
function chartPlace(file: string): string[] {
  return [...(file.split('/templates/')[0]?.matchAll(/\/charts\/([^/]+)/g) ?? [])].map(([, key = '']) => key)
}

/** helm gives only the name of the chart whose schema it is. */
function schemaPlace(guide: ValuesGuide | null, chart: string): ValuePath {
  return guide?.schemas.find(({ path }) => path.at(-1) === chart)?.path ?? []
}
