import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeStrings } from '../../src/ssh/wire.js'

type Curve = 'nistp256' | 'nistp384' | 'nistp521'
const jwkCurves = { nistp256: 'P-256', nistp384: 'P-384', nistp521: 'P-521' } as const

/** A part of a key's wire form: text or bytes. */
export type Part = string | Buffer

/** A line of a `.pub` file from the parts of the wire form, right or wrong. */
export function lineOf(parts: readonly Part[], type = String(parts[0]), comment = 'me@laptop'): string {
  return `${type} ${blobOf(parts).toString('base64')} ${comment}`
}

export function blobOf(parts: readonly Part[]): Buffer {
  return writeStrings(parts.map((part) => Buffer.from(part as string)))
}

/** The point of a new Ed25519 key. */
export function ed25519Point(): Buffer {
  const { publicKey } = generateKeyPairSync('ed25519')
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
}

/** The point of a new key on a curve, uncompressed. */
export function ecPoint(curve: Curve): Buffer {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: jwkCurves[curve] })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
}

/** Bytes as a positive number on the wire. */
function mpint(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
}

/** A number of exactly so many bits that is odd, as the modulus of an RSA key is: nobody checks for its primes. */
export function modulus(bits: number): Buffer {
  const bytes = randomBytes(Math.ceil(bits / 8))
  const top = (bits - 1) % 8
  bytes[0] = ((bytes[0] ?? 0) & ((1 << top) - 1)) | (1 << top)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1
  return mpint(bytes)
}

export const usualExponent = Buffer.from([1, 0, 1])

/** New keys by type, as users paste them; those of RSA are for reading only. */
export const newKeys = {
  'ssh-ed25519': () => lineOf(['ssh-ed25519', ed25519Point()]),
  'ecdsa-sha2-nistp256': () => ecdsaLine('nistp256'),
  'ecdsa-sha2-nistp384': () => ecdsaLine('nistp384'),
  'ecdsa-sha2-nistp521': () => ecdsaLine('nistp521'),
  'ssh-rsa': () => rsaLine(2048),
  'sk-ssh-ed25519@openssh.com': () => lineOf(['sk-ssh-ed25519@openssh.com', ed25519Point(), 'ssh:']),
  'sk-ecdsa-sha2-nistp256@openssh.com': () =>
    lineOf(['sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256', ecPoint('nistp256'), 'ssh:work']),
} as const

export function rsaLine(bits: number): string {
  return lineOf(['ssh-rsa', usualExponent, modulus(bits)])
}

function ecdsaLine(curve: Curve): string {
  return lineOf([`ecdsa-sha2-${curve}`, curve, ecPoint(curve)])
}

/** What `ssh-keygen -lf` says of a text; `null` = it finds no key. */
export function askKeygen(text: string): { bits: number; fingerprint: string } | null {
  const { status, stdout } = spawnSync('ssh-keygen', ['-lf', '-'], { input: text, encoding: 'utf8' })
  const [, bits = '', fingerprint = ''] = /^(\d+) (SHA256:\S+) /.exec(stdout) ?? []
  return status === 0 && fingerprint !== '' ? { bits: Number(bits), fingerprint } : null
}

/** Lines of `.pub` files that ssh-keygen made. */
export function madeByKeygen(count: number, ...args: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-keys-'))
  try {
    return Array.from({ length: count }, (_, i) => {
      const file = join(folder, String(i))
      execFileSync('ssh-keygen', ['-q', '-N', '', '-f', file, ...args])
      return readFileSync(`${file}.pub`, 'utf8')
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The keys certified by an authority that is made for it. */
export function certificatesByKeygen(...lines: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-keys-'))
  try {
    const authority = join(folder, 'authority')
    execFileSync('ssh-keygen', ['-q', '-N', '', '-f', authority, '-t', 'ed25519'])
    return lines.map((line, i) => {
      const file = join(folder, String(i))
      writeFileSync(`${file}.pub`, line)
      execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'test', '-n', 'ada', `${file}.pub`])
      return readFileSync(`${file}-cert.pub`, 'utf8')
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A line with an RSA key of real primes. */
export function realRsaLine(bits: number): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  return lineOf(['ssh-rsa', mpint(Buffer.from(e, 'base64url')), mpint(Buffer.from(n, 'base64url'))])
}

/** Why ssh-keygen can't be asked here; `null` = it can. */
export function keygenMissing(): string | null {
  const { error } = spawnSync('ssh-keygen', ['-?'])
  return error ? 'ssh-keygen is not installed' : null
}
