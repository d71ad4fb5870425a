// Loaded before anything else and read by whatever Node a person has: keep its syntax as old as modules themselves.

/**
 * Says what is wrong with this Node, or '' when it will do.
 * @param {string} version such as "20.19.0"
 * @returns {string} one sentence for the person, or ''
 */
export function nodeProblem(version) {
  const parts = version.split('.').map(Number)
  const major = parts[0] || 0
  const minor = parts[1] || 0
  if (major > 20 || (major === 20 && minor >= 19)) return ''
  return (
    'Wheelhouse needs Node 20.19 or newer, and this is Node ' +
    version +
    '. Install a newer one from https://nodejs.org and run the command again.'
  )
}

/**
 * Loads and runs a command, unless this Node cannot read it.
 * @param {() => Promise<{ main: () => Promise<void> }>} load imports the command
 * @returns {void}
 */
export function runCommand(load) {
  const problem = nodeProblem(process.versions.node)
  if (problem) {
    console.error(problem)
    process.exitCode = 1
    return
  }
  load()
    .then((command) => command.main())
    .catch((/** @type {unknown} */ error) => {
      console.error(error)
      process.exitCode = 1
    })
}
