import { BlockList, isIP } from 'node:net'

const bits = { 4: 32, 6: 128 } as const

/** Whether a text is an address, or a range of them as a CIDR without host bits: sshd denies every login over a range with some. */
export function isCidr(text: string): boolean {
  const [address = '', length, ...more] = text.split('/')
  const family = familyOf(address)
  if (family === null || more.length > 0) return false
  if (length === undefined) return true
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits[family]) return false
  const hostBits = BigInt(bits[family] - Number(length))
  return numberOf(address, family) % (1n << hostBits) === 0n
}

/** Whether an address is in one of the ranges. */
export function isIn(ranges: readonly string[], ip: string): boolean {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', length] = range.split('/')
    const family = familyOf(address)
    if (family !== null) list.addSubnet(address, Number(length ?? bits[family]), `ipv${family}`)
  }
  // A link-local address may come with the name of an interface.
  const [address = ''] = ip.split('%')
  const family = familyOf(address)
  return family !== null && list.check(address, `ipv${family}`)
}

function familyOf(address: string): 4 | 6 | null {
  const family = isIP(address)
  return (family === 4 || family === 6) && !address.includes('%') ? family : null
}

function numberOf(address: string, family: 4 | 6): bigint {
  if (family === 4) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  // The URL parser writes every spelling of an address the same way (RFC 5952).
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [left, right] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = Array<string>(8 - (left?.length ?? 0) - (right?.length ?? 0)).fill('0')
  return [...(left ?? []), ...zeros, ...(right ?? [])].reduce(
    (sum, group) => (sum << 16n) + BigInt(`0x${group}`),
    0n,
  )
}
