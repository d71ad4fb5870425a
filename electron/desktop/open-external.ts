import { shell } from 'electron'
import { httpsUrl } from '@shared/contract/inputs'

/**
 * The one gate for links: opens an https address, in its normal form, in the person's browser. Anything else is refused,
 * whoever asks, so that a chart's README can never start a program through a `file:` or custom scheme.
 */
export async function openExternal(address: string): Promise<void> {
  await shell.openExternal(httpsUrl.parse(address))
}
