import type { Client } from '../client.js'
import { isSafe } from '../client.js'
import { KeywardError } from '../errors.js'
import type { Options } from '../options.js'

/** Refuses (403 `csrf`) a request that changes something and that a page of another site could have made a browser send with our cookie. */
export function refuseForeignOrigin(client: Client, options: Pick<Options, 'origins'>): void {
  if (!isSafe(client.method) && !isOurs(client, options)) throw new KeywardError('csrf')
}

/** Whether a browser says that a page of another site caused the request. */
export function isCrossSite(client: Pick<Client, 'header'>): boolean {
  return client.header('sec-fetch-site').includes('cross-site')
}

/** Whether a page of another site loads this as a part of itself, such as an image; the browser then keeps no SameSite=Lax cookie of the answer. */
export function isPartElsewhere(client: Pick<Client, 'header'>): boolean {
  return isCrossSite(client) && !client.header('sec-fetch-dest').includes('document')
}

/**
 * Whether a browser says of a request that a page of ours made it. Stricter than what lets a request pass, for what repeats something that
 * was sent: nobody but a browser's word for it counts, and a sibling's page, listed or not, is none of ours.
 */
export function isSurelyOurs(client: Pick<Client, 'header'>, { origins }: Pick<Options, 'origins'>): boolean {
  const sites = client.header('sec-fetch-site')
  if (sites.length > 0) return sites.length === 1 && sites[0] === 'same-origin'
  const [origin, ...others] = client.header('origin')
  return origin !== undefined && others.length === 0 && origins.includes(origin)
}

/**
 * Whether the request comes from a page of ours. Sec-Fetch-Site decides where it is sent, since under `Referrer-Policy: no-referrer` the Origin
 * of a same-origin form post is `null`. Where it says `same-site`, as of a sibling subdomain, or is not sent, the Origin must be listed; a
 * client that sends neither is no browser.
 */
function isOurs(client: Client, { origins }: Pick<Options, 'origins'>): boolean {
  const [site, ...sites] = client.header('sec-fetch-site')
  const [origin, ...others] = client.header('origin')
  if (sites.length > 0 || others.length > 0) return false
  if (site === 'same-origin' || site === 'none') return true
  if (site !== undefined && site !== 'same-site') return false
  if (origin === undefined) return site === undefined
  return origins.includes(origin)
}
