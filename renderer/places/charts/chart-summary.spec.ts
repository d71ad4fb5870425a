import { describe, expect, it } from 'vitest'
import { makeChart } from '@/testing/make-chart'
import { chartSummary } from './chart-summary'

const result = (shown: number, total: number, repositories = 2) => ({
  charts: Array.from({ length: shown }, () => makeChart()),
  total,
  repositories,
})

describe('the summary of a search', () => {
  it.each([
    [result(3, 3), '', '3 charts in 2 repositories'],
    [result(1, 1, 1), '', '1 chart in 1 repository'],
    [result(2, 1200), '', `first 2 of ${(1200).toLocaleString()} charts in 2 repositories`],
    [result(1, 1), 'web', '1 chart matches “web”'],
    [result(2, 9), 'web', 'best 2 of 9 charts match “web”'],
    [result(0, 0), 'web', '0 charts match “web”'],
    [result(0, 0, 0), '', ''],
  ])('says what was found', (found, query, words) => expect(chartSummary(found, query)).toBe(words))
})
