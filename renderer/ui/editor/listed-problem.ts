import type { ValuesProblem } from '@shared/values-check/problem'

/** What is wrong at a place of a text, as far as a list tells it. */
export type ListedProblem = Pick<ValuesProblem, 'severity' | 'message' | 'from' | 'line'>
