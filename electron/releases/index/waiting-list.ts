import { payloadKey, recordKey, type ReleaseRecord } from './record'

/** Records whose payloads are to be read, by release: preferred releases first, the others as they came. */
export interface WaitingList {
  readonly add: (record: ReleaseRecord) => void
  readonly remove: (record: ReleaseRecord) => void
  /** Takes the next one. @param onlyPreferred leaves all others */
  readonly take: (onlyPreferred: boolean) => ReleaseRecord | undefined
  readonly prefer: (releaseKeys: readonly string[]) => void
  readonly hasPreferred: () => boolean
  /** How many releases wait. */
  readonly size: () => number
  readonly first: () => ReleaseRecord | undefined
  readonly byPayload: () => Map<string, ReleaseRecord>
}

export function createWaitingList(): WaitingList {
  const waiting = new Map<string, Map<string, ReleaseRecord>>()
  let preferred: readonly string[] = []

  const remove = (record: ReleaseRecord): void => {
    const key = recordKey(record)
    const records = waiting.get(key)
    records?.delete(record.object)
    if (records?.size === 0) waiting.delete(key)
  }
  const firstOf = (key: string | undefined): ReleaseRecord | undefined =>
    key === undefined ? undefined : waiting.get(key)?.values().next().value
  const nextPreferred = (): string | undefined => preferred.find((key) => waiting.has(key))
  return {
    add: (record) => {
      const key = recordKey(record)
      waiting.set(key, (waiting.get(key) ?? new Map<string, ReleaseRecord>()).set(record.object, record))
    },
    remove,
    take: (onlyPreferred) => {
      const record = firstOf(nextPreferred() ?? (onlyPreferred ? undefined : waiting.keys().next().value))
      if (record !== undefined) remove(record)
      return record
    },
    prefer: (releaseKeys) => void (preferred = releaseKeys),
    hasPreferred: () => nextPreferred() !== undefined,
    size: () => waiting.size,
    first: () => firstOf(waiting.keys().next().value),
    byPayload: () => {
      const records = [...waiting.values()].flatMap((one) => [...one.values()])
      return new Map(records.map((record) => [payloadKey(record), record]))
    },
  }
}
