import { runCommand } from './lib/node-version.mjs'

runCommand(() => import('./commands/test.mjs'))
