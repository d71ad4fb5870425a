import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandLine } from 'electron'

/**
 * What Chromium's and Node's switches can do to the window of a person who did not ask for it. Electron adds some by itself
 * (`allow-file-access-from-files`): they can't be told from those that were given.
 */
const refusals: readonly { readonly why: string; readonly switches: readonly string[] }[] = [
  {
    why: 'it lets other programs read and control the window',
    switches: [
      'remote-debugging-port',
      'remote-debugging-pipe',
      'remote-debugging-address',
      'remote-debugging-io-pipes',
      'remote-debugging-targets',
      'remote-allow-origins',
      'inspect',
      'inspect-brk',
      'inspect-brk-node',
      'inspect-port',
      'inspect-publish-uid',
      'inspect-wait',
      'debug-port',
      'load-extension',
      'auto-open-devtools-for-tabs',
    ],
  },
  {
    why: 'it switches off what keeps the window apart from the computer and from the network',
    switches: [
      'js-flags',
      'disable-web-security',
      'disable-site-isolation-trials',
      'disable-gpu-sandbox',
      'disable-namespace-sandbox',
      'disable-seccomp-filter-sandbox',
      'disable-setuid-sandbox',
      'allow-running-insecure-content',
      'unsafely-treat-insecure-origin-as-secure',
      'single-process',
      'no-zygote',
    ],
  },
  {
    why: 'it leads connections elsewhere, or takes any certificate for a good one',
    switches: [
      'proxy-server',
      'proxy-pac-url',
      'proxy-auto-detect',
      'proxy-bypass-list',
      'host-rules',
      'host-resolver-rules',
      'ignore-certificate-errors',
      'ignore-certificate-errors-spki-list',
      'allow-insecure-localhost',
      'auth-server-whitelist',
      'auth-negotiate-delegate-whitelist',
      'ssl-key-log-file',
      'log-net-log',
    ],
  },
  {
    why: 'it runs another program inside of Wheelhouse',
    switches: [
      'renderer-cmd-prefix',
      'utility-cmd-prefix',
      'zygote-cmd-prefix',
      'gpu-launcher',
      'browser-subprocess-path',
      'ppapi-flash-path',
      'register-pepper-plugins',
    ],
  },
]

/**
 * Beside the packaged program: lets a test drive it through Chromium's debugging port. Whoever may put a file there may
 * replace the program itself, so it opens nothing that was closed.
 */
export const drivableMark = 'may-be-driven'

/**
 * Why this start of the packaged app is refused, for the terminal; null when nothing speaks against it. A switch is
 * refused rather than dropped: some are obeyed before any of our code runs.
 * @param resources the folder in which the mark for tests may lie
 */
export function switchRefusal(commandLine: Pick<CommandLine, 'hasSwitch'>, resources: string): string | null {
  const given = refusals.flatMap(({ why, switches }) =>
    switches.filter((name) => commandLine.hasSwitch(name)).map((name) => ({ name, why })),
  )
  const mayBeDriven = given.length > 0 && existsSync(join(resources, drivableMark))
  const refused = given.find(({ name }) => !(mayBeDriven && name === 'remote-debugging-port'))
  return refused === undefined
    ? null
    : `Wheelhouse wasn't started: --${refused.name} isn't allowed, because ${refused.why}. Start it without.`
}
