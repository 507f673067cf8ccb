import { BlockList, isIP } from 'node:net'
import { readAddress } from './address.js'

const bits = { 4: 32, 6: 128 } as const

interface Subnet {
  readonly address: string
  readonly length: number
  readonly family: 4 | 6
}

/** Whether a text is an address, or a range of them as a CIDR without host bits: over a range with host bits sshd denies every login. */
export function isCidr(text: string): boolean {
  const [address = '', length, ...more] = text.split('/')
  const family = familyOf(address)
  if (family === null || more.length > 0) return false
  if (length === undefined) return true
  if (!isLength(length, family)) return false
  const hostBits = BigInt(bits[family] - Number(length))
  return numberOf(address, family) % (1n << hostBits) === 0n
}

/**
 * Writes an address, or a range of them, in its one spelling: without host bits, an IPv4 range that is written as an IPv6 one as that, and a
 * range of one address as the address. `null` = it is neither.
 */
export function canonicalRange(text: string): string | null {
  const [given = '', length, ...more] = text.split('/')
  const family = familyOf(given)
  if (family === null || more.length > 0 || (length !== undefined && !isLength(length, family))) return null
  const subnet = subnetOf(text)
  if (!subnet) return null
  const masked = maskedAddress(subnet)
  return subnet.length === bits[subnet.family] ? masked : `${masked}/${String(subnet.length)}`
}

/** Whether an address is in one of the ranges. */
export function isIn(ranges: readonly string[], ip: string): boolean {
  return rangesOf(ranges)(ip)
}

/** Reads ranges once, to be asked about many addresses. */
export function rangesOf(ranges: readonly string[]): (ip: string) => boolean {
  const list = new BlockList()
  for (const range of ranges) {
    const subnet = subnetOf(range)
    if (subnet) list.addSubnet(subnet.address, subnet.length, `ipv${subnet.family}`)
  }
  return (ip) => {
    const address = readAddress(ip)
    const family = address === null ? null : familyOf(address)
    return address !== null && family !== null && list.check(address, `ipv${family}`)
  }
}

/** Writes a range as sshd matches it: a client over IPv4 has an IPv4 address there, which a range of IPv6 addresses never holds. */
export function plainRange(range: string): string {
  const subnet = range.includes(':') ? subnetOf(range) : null
  if (subnet?.family !== 4) return range
  const { address, length } = subnet
  return length === bits[4] ? address : `${address}/${String(length)}`
}

function isLength(text: string, family: 4 | 6): boolean {
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= bits[family]
}

/** The first address of a range. */
function maskedAddress({ address, length, family }: Subnet): string {
  const hostBits = BigInt(bits[family] - length)
  const first = (numberOf(address, family) >> hostBits) << hostBits
  const parts = Array.from({ length: family === 4 ? 4 : 8 }, (_, part) =>
    family === 4
      ? String((first >> BigInt(24 - 8 * part)) & 0xffn)
      : ((first >> BigInt(112 - 16 * part)) & 0xffffn).toString(16),
  )
  return family === 4 ? parts.join('.') : spelled(parts.join(':'))
}

/** Takes a range apart; an IPv4 range that is written as an IPv6 one is read as the IPv4 range. `null` = it is no range. */
function subnetOf(range: string): Subnet | null {
  const [given = '', length] = range.split('/')
  const family = familyOf(given)
  if (family === null) return null
  const written = Number(length ?? bits[family])
  const address = readAddress(given) ?? given
  if (family === 4 || familyOf(address) === 6 || written < 96)
    return { address: given, length: written, family }
  return { address, length: written - 96, family: 4 }
}

function familyOf(address: string): 4 | 6 | null {
  const family = isIP(address)
  return (family === 4 || family === 6) && !address.includes('%') ? family : null
}

function numberOf(address: string, family: 4 | 6): bigint {
  if (family === 4) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  const [head = '', tail = ''] = spelled(address).split('::')
  const [left, right] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = Array<string>(8 - (left?.length ?? 0) - (right?.length ?? 0)).fill('0')
  return [...(left ?? []), ...zeros, ...(right ?? [])].reduce(
    (sum, group) => (sum << 16n) + BigInt(`0x${group}`),
    0n,
  )
}

/** The URL parser writes every spelling of an IPv6 address the same way (RFC 5952). */
function spelled(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1)
}
