import { describe, expect, it } from 'vitest'
import { chartWord } from './chart-word'

describe('how a chart is named to helm', () => {
  it.each([
    ['samples/web', 'samples/web'],
    ['my charts/web', 'my charts/web'],
    ['-x/web', '-x/web'],
    ['.hidden/web', '%2Ehidden/web'],
    ['a:b/web', 'a%3Ab/web'],
    ['50%/a#b?c', '50%25/a%23b%3Fc'],
    ['a\\b/web', 'a%5Cb/web'],
    ['r/a/b', 'r/a/b'],
  ])('%s of a repository is %s', (chart, word) => {
    expect(chartWord(chart)).toBe(word)
  })

  it.each(['/tmp/50%/web', 'C:\\charts\\web', 'oci://localhost:5000/a/web:1.2.3', './web'])(
    '%s from elsewhere stays as it is',
    (chart) => {
      expect(chartWord(chart)).toBe(chart)
    },
  )
})
