import { optionProblem, usualOptions, type ChangeOptions } from '@shared/change-options/derived'

/** Twice the time, at most a day; what is not a time counts as the usual one. */
export function doubled(seconds: number): number {
  const isTime = optionProblem('timeout_seconds', seconds) === ''
  return Math.min(86_400, 2 * (isTime ? seconds : usualOptions.timeout_seconds))
}

/** What an error's button can set for the next try. */
export type OptionPreset = 'take-ownership' | 'force-conflicts' | 'raise-timeout'

/**
 * Sets what an error's button promises.
 * @param seconds the time that was not enough, where it is known; else the options' own.
 */
export function applyPreset(options: ChangeOptions, preset: OptionPreset, seconds?: number): void {
  if (preset === 'take-ownership') options.take_ownership = true
  else if (preset === 'raise-timeout') options.timeout_seconds = doubled(seconds ?? options.timeout_seconds)
  else {
    options.force_conflicts = true
    options.force_replace = false
    if (options.server_side === 'false') options.server_side = 'auto'
  }
}
