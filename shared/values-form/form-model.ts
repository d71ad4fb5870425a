/** How a field is edited. A list and a map hold scalars; what holds more stays in the text. */
export type FieldKind = 'text' | 'password' | 'integer' | 'number' | 'boolean' | 'choice' | 'list' | 'map'

/** A scalar as JSON has it. */
export type FieldScalar = string | number | boolean | null

/** JSON schema's names for the types of scalars. */
export type ScalarType = 'string' | 'integer' | 'number' | 'boolean'

/** Something to choose. */
export interface FieldChoice {
  readonly value: FieldScalar
  readonly label: string
}

/** One place in the values that can be edited without knowing YAML. */
export interface FormField {
  readonly path: readonly string[]
  readonly title: string
  /** As the chart has it, perhaps with Markdown in it; '' where it says nothing. */
  readonly description: string
  readonly kind: FieldKind
  /** What a scalar may be; of a list what its items, of a map what its entries may be. Empty where nobody says. */
  readonly types: readonly ScalarType[]
  /** Of a scalar, an item or an entry; empty where anything of the types will do. */
  readonly choices: readonly FieldChoice[]
  /** Of a list or a map, what is in it. */
  readonly isSecret: boolean
  /** What the schema wants beyond that, as sentences; '' for nothing. */
  readonly rule: string
  /** The chart wants a value, and has none by default. */
  readonly isRequired: boolean
  /** The default; undefined where there is none. */
  readonly standard: unknown
  /** The person's own as helm reads it; undefined where the text has none. */
  readonly value: unknown
  /** Whether it is the same as the default. */
  readonly isSame: boolean
  /** Why the schema can't take the value that is there, as a sentence; '' where it can or nobody knows. */
  readonly problem: string
}

/** A key that has no field. */
export interface UnshownKey {
  readonly path: readonly string[]
  /** Whether the text has it. */
  readonly isOwn: boolean
}

/** Fields below one key at the top; '' for those at the top itself. */
export interface FormGroup {
  readonly name: string
  readonly fields: readonly FormField[]
  readonly unshown: readonly UnshownKey[]
  /** How many of its keys the text has. */
  readonly own: number
}

/** A text of values as fields. */
export interface FormModel {
  readonly groups: readonly FormGroup[]
  /** Whether there are more fields than are shown. */
  readonly isCut: boolean
}

/** The model, or why there is none, as a sentence. */
export interface FormAnswer {
  readonly model: FormModel | null
  readonly reason: string
}
