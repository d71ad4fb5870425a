const names: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  numeric: 'a number',
  integer: 'an integer',
  bool: 'a boolean',
  boolean: 'a boolean',
  object: 'a mapping',
  map: 'a mapping',
  array: 'a list',
  list: 'a list',
  null: 'empty',
  nil: 'empty',
}

/** `must be an integer, but is a string`, from the names that Go, JSON and JSON schema have for types. */
export function wantsWords(wanted: string, is: string): string {
  return `must be ${typeName(wanted)}, but is ${typeName(is)}`
}

/** `an integer` for `int32`. */
export function typeName(type: string): string {
  const known = names[type]
  if (known !== undefined) return known
  if (/^u?int\d*$/.test(type)) return 'an integer'
  if (/^float\d*$/.test(type)) return 'a number'
  return type.startsWith('[]') ? 'a list' : 'a mapping'
}
