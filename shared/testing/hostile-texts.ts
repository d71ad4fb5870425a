/*
 * What a forged record can hold that is hard on a window. Pure and without chance, so that a spec and a measurement mean the same.
 */

/** A text of one line. @param bytes how long it is, in ASCII */
export function longLine(bytes: number): string {
  return 'Everything is fine. '.repeat(Math.ceil(bytes / 20)).slice(0, bytes)
}

/** Lines that all differ, so that none can be taken for another. */
export function manyLines(count: number): string {
  return Array.from({ length: count }, (_, at) => `${at + 1}. Wait for the load balancer, then open the page.`).join(
    '\n',
  )
}

/** Values as helm writes them: as many whole keys as make up the length. @param bytes how long they are at least */
export function largeValues(bytes: number): string {
  const block = (at: number): string =>
    `service-${at}:\n  enabled: true\n  image: registry.example.com/team/service:${at}\n  replicas: ${(at % 7) + 1}\n`
  const text: string[] = []
  for (let length = 0, at = 0; length < bytes; at += 1) {
    const next = block(at)
    text.push(next)
    length += next.length
  }
  return text.join('')
}

/** Names that run over what stands beside them, unless they are kept apart from it. */
export const turningNames = {
  /** Turns all that follows: `web` and behind it `exe.yaml` read from the right. */
  override: 'web\u202Elmay.exe',
  /** The same with the newer characters, never closed. */
  isolate: 'api\u2067\u202Bprod',
  /** Honest, and written from the right. */
  arabic: 'متجر-الويب',
  hebrew: 'חנות',
  /** Nothing to be seen. */
  marks: 'cart\u200F\u200E\u061C',
  /** A line of its own, and an escape of a terminal. */
  lines: 'jobs\n\u001b[31mred',
} as const

/** Hooks of a record: Jobs that run before an upgrade. */
export function manyHooks(count: number): { kind: string; name: string; events: string[]; weight: number }[] {
  return Array.from({ length: count }, (_, at) => ({
    kind: 'Job',
    name: `migrate-${at}`,
    events: ['pre-upgrade', 'pre-rollback'],
    weight: at % 10,
  }))
}
