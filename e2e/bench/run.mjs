import { runCommand } from '../../tools/lib/node-version.mjs'

runCommand(() => import('./command.mjs'))
