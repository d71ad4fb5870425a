import {
  choiceWords,
  formatWords,
  limitWords,
  notAccepted,
  notAllowed,
  noForm,
  patternWords,
  requiresWords,
  twice,
  typesWords,
} from '@shared/values-verdict/fault-words'

/** Of several wrong values so many are told. */
const few = 3

/**
 * What a chart's schema refuses, a line for each wrong value: `/server/ha/replicas: wants an integer, is a string`. Never the
 * value itself: it may be a secret.
 * @param text helm's, from `values don't meet the specifications` on; a line for each place, or for each way in which it fits none
 */
export function schemaWords(text: string): string {
  const lines = text.split('\n').flatMap((line) => {
    const [, indent, place, said] = /^( *)- at '([^'\n]*)': (.*)$/.exec(line) ?? []
    return place === undefined || said === undefined ? [] : [{ depth: indent?.length ?? 0, place, said }]
  })
  const outer = Math.min(...lines.map(({ depth }) => depth))
  const whole = lines.filter(({ depth }) => depth === outer)
  const faults = [...new Set(whole.flatMap(({ place, said }) => faultsAt(place, said)))]
  const more = faults.length > few ? [`${faults.length - few} more; see the details.`] : []
  return [...faults.slice(0, few), ...more].join('\n')
}

function faultsAt(place: string, said: string): string[] {
  const missing = /^missing propert(?:y|ies) (.*)$/.exec(said)?.[1]
  if (missing !== undefined) return quotedNames(missing).map((name) => `${place}/${name}: is missing.`)
  const unknown = /^additional properties (.*) not allowed$/.exec(said)?.[1]
  if (unknown !== undefined) return quotedNames(unknown).map((name) => `${place}/${name}: is unknown to the chart.`)
  return [`${place === '' ? '/' : place}: ${wordsOf(said)}.`]
}

function quotedNames(list: string): string[] {
  return [...list.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, name = '']) => name)
}

/** What is said of a value, without the value. The forms are those of santhosh-tekuri/jsonschema 6, which both majors use. */
function wordsOf(said: string): string {
  const [, got, want] = /^got (\w+), want (.+)$/.exec(said) ?? []
  if (got !== undefined && want !== undefined) return typesWords(want.split(/ or |, /), got)
  const [, limit, is, most] = /^(\w+): got ([^,]+), want (.+)$/.exec(said) ?? []
  if (limit !== undefined) return limitWords(limit, is ?? '', most ?? '')
  const choice = /^value must be (.+)$/s.exec(said)?.[1]
  if (choice !== undefined) return choiceWords(choice)
  const pattern = /does not match pattern ('.*')$/s.exec(said)?.[1]
  if (pattern !== undefined) return patternWords(pattern)
  const format = / is not valid ([\w-]+): /s.exec(said)?.[1]
  if (format !== undefined) return formatWords(format)
  if (/^'(?:oneOf|anyOf)' failed/.test(said)) return noForm
  if (/^(?:'not' failed|false schema)/.test(said)) return notAllowed
  if (/^items at \d+ and \d+ are equal$/.test(said)) return twice
  const rule = /^properties (.+) required, if (.+) exists$/.exec(said)
  if (rule !== null) return requiresWords(rule[1] ?? '', rule[2] ?? '')
  return notAccepted
}
