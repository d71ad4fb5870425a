import type { AppError } from './errors'

/** What a person is asked to agree to by `chart-reaches-out`, one on each line of its details; [] of other errors. */
export function outsideIn({ code, detail }: AppError): string[] {
  return code === 'chart-reaches-out' ? detail.split('\n').filter((line) => line !== '') : []
}
