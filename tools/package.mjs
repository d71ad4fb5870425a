import { runCommand } from './lib/node-version.mjs'

runCommand(() => import('./commands/package.mjs'))
