/** Which values of a revision: those that somebody gave, or all that the chart was rendered with. */
export type ValuesChoice = 'values' | 'computed-values'

export const valuesChoices: readonly { readonly id: ValuesChoice; readonly label: string; readonly title: string }[] = [
  { id: 'values', label: 'User-supplied', title: 'The values given at install or upgrade' },
  { id: 'computed-values', label: 'All values', title: "The user-supplied values on top of the chart's defaults" },
]
