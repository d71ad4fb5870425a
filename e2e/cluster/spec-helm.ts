import { inject } from 'vitest'
import { run } from './processes.mjs'

/** What a helm run gave. */
export interface HelmResult {
  code: number | null
  stdout: string
  stderr: string
}

/**
 * Runs the real helm in a spec, away from the person's own helm home.
 * @param major which helm
 * @param args its arguments
 * @param options `kubeconfig` other than the specs' shared one; `home` a folder for helm's repositories and caches; `input` for stdin
 */
export function helm(
  major: 3 | 4,
  args: string[],
  {
    kubeconfig = inject('kubeconfig'),
    home = '/nonexistent',
    input,
  }: { kubeconfig?: string; home?: string; input?: string } = {},
): Promise<HelmResult> {
  const homes = { HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home }
  const env = { ...process.env, ...homes, KUBECONFIG: kubeconfig }
  return run(inject('helms')[major], args, input === undefined ? { env } : { env, input })
}
