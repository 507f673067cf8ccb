import { KeywardError } from '../errors.js'
import type { Options } from '../options.js'
import type { Client } from './client.js'
import { isSafe } from './client.js'

/**
 * Refuses (403 `csrf`) an unsafe request that a foreign page could have made a browser send with our cookie.
 * Sec-Fetch-Site decides where it is sent: under `Referrer-Policy: no-referrer` the Origin of a same-origin form post is `null`.
 */
export function refuseForeignOrigin(client: Client, { origins }: Pick<Options, 'origins'>): void {
  if (isSafe(client.method)) return
  const site = client.headers['sec-fetch-site']
  if (site) {
    if (site.length === 1 && (site[0] === 'same-origin' || site[0] === 'none')) return
    throw new KeywardError('csrf')
  }
  const origin = client.headers.origin
  if (origin && !(origin.length === 1 && origins.includes(origin[0] ?? ''))) throw new KeywardError('csrf')
}
