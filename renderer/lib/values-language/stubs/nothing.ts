/** Stands for what the language service can do and the editor doesn't ask for: formatting, fetching, messages of ajv in other languages. */
export default {}

/** Of prettier. */
export const format = undefined
