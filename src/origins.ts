import { isIP } from 'node:net'
import { urlOf } from './input/url-of.js'

/** The only origins with http that are accepted: those that never leave this machine. */
export const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/
/** A domain as browsers send it: labels in lower case, with punycode for other letters. */
export const domain = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/

/** What is wrong with an origin; `null` = nothing. It must be spelled as browsers send it, or it would never match. */
export function originProblem(text: string): string | null {
  const sent = urlOf(text)?.origin ?? 'null'
  if (!sent.startsWith('https://') && !loopback.test(sent)) {
    return 'must be an origin such as https://app.example.com (http only on localhost)'
  }
  if (text.includes('*')) return 'must be one origin: browsers send none with a wildcard, list them all'
  if (!isAddress(hostOf(sent)) && !domain.test(hostOf(sent))) {
    return 'must have a host such as app.example.com, without a dot at its end'
  }
  return sent === text ? null : `must be as browsers send it: ${sent}`
}

/** What is wrong with the domain of security keys at these origins; `null` = nothing. Browsers take the origin's own host, or a domain above it. */
export function rpIdProblem(rpId: string, origins: readonly string[]): string | null {
  if (isIP(rpId) > 0) return 'must be a domain: browsers allow no security key on an IP address'
  const usable = origins.filter((origin) => originProblem(origin) === null)
  const hosts = usable.map(hostOf)
  const strange = keylessOrigins(rpId, usable).map(hostOf)
  const addresses = strange.filter(isAddress)
  if (addresses.length > 0) {
    return `holds at no IP address: browsers allow no security key at ${addresses.join(' and ')}`
  }
  if (strange.length > 0) return `must be ${strange.join(' and ')}, or a domain above`
  // A browser refuses a domain under which anybody may register.
  const isTop = !rpId.includes('.') && hosts.some((host) => host !== rpId)
  return isTop ? 'must not be a top-level domain' : null
}

/** The domain of security keys where the host chooses none: that of the first origin with a domain; `null` = all are IP addresses. */
export function rpIdOf(origins: readonly string[]): string | null {
  return origins.map(hostOf).find((host) => !isAddress(host)) ?? null
}

/** The origins at which browsers take no security key of that domain; `null` = no domain. */
export function keylessOrigins(rpId: string | null, origins: readonly string[]): readonly string[] {
  return origins.filter((origin) => {
    const host = hostOf(origin)
    return rpId === null || (host !== rpId && !host.endsWith(`.${rpId}`))
  })
}

/** The longest domain that all origins are at or below; `null` = they have none in common, or none but a top-level one. */
export function domainAbove(origins: readonly string[]): string | null {
  const hosts = origins.map(hostOf)
  const [first = '', ...others] = hosts
  if (hosts.some(isAddress)) return null
  const labels = first.split('.')
  const above = labels.map((_, at) => labels.slice(at).join('.')).filter((name) => name.includes('.'))
  return above.find((name) => others.every((host) => `.${host}`.endsWith(`.${name}`))) ?? null
}

function hostOf(origin: string): string {
  return new URL(origin).hostname
}

/** Whether a host is an IP address: the URL parser writes IPv6 in brackets, and every spelling of IPv4 as four numbers. */
function isAddress(host: string): boolean {
  return host.startsWith('[') || isIP(host) > 0
}
