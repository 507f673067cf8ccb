import { isIPv4, isIPv6 } from 'node:net'

/** The longest text that can be one: an IPv6 address with its zone, in brackets, with a port. */
const maxLength = 128
/** An IPv6 address is put in brackets where a port may follow (RFC 3986, section 3.2.2). */
const bracketed = /^\[([^[\]]*)\](?::\d{0,5})?$/
const withPort = /^([\d.]+):\d{0,5}$/
const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/

/**
 * Reads the address that a text names into its one spelling, without what proxies write around it: a port, brackets, a zone. An IPv4 address
 * that is written as an IPv6 one becomes the IPv4 address. `null` = the text names none.
 */
export function readAddress(text: string): string | null {
  if (isIPv4(text)) return text
  if (text.length > maxLength) return null
  const [, host = text] = bracketed.exec(text) ?? withPort.exec(text) ?? []
  if (isIPv4(host)) return host
  const [address = ''] = host.split('%')
  return isIPv6(address) ? canonical(address) : null
}

function canonical(address: string): string {
  // The URL parser writes every spelling of an address the same way (RFC 5952).
  const spelled = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [, high, low] = mapped.exec(spelled) ?? []
  if (high === undefined || low === undefined) return spelled
  const [left, right] = [parseInt(high, 16), parseInt(low, 16)]
  return [left >> 8, left & 255, right >> 8, right & 255].join('.')
}
