import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'
import { manifest } from './packed.js'

/** Every package that an install of keyward brings to an app, beside its peers and the binaries of argon2 for each platform. */
const atRunTime = [
  ...['@hexagon/base64', '@levischuck/tiny-cbor', '@noble/hashes', '@node-rs/argon2'],
  ...['@otplib/core', '@otplib/hotp', '@otplib/plugin-base32-scure', '@otplib/plugin-crypto-noble'],
  ...['@otplib/totp', '@otplib/uri', '@peculiar/asn1-android', '@peculiar/asn1-asym-key'],
  ...['@peculiar/asn1-cms', '@peculiar/asn1-csr', '@peculiar/asn1-ecc', '@peculiar/asn1-pfx'],
  ...['@peculiar/asn1-pkcs8', '@peculiar/asn1-pkcs9', '@peculiar/asn1-rsa', '@peculiar/asn1-schema'],
  ...['@peculiar/asn1-x509', '@peculiar/asn1-x509-attr', '@peculiar/asn1-x509-post-quantum'],
  ...['@peculiar/utils', '@peculiar/x509', '@scure/base', '@simplewebauthn/server', 'asn1', 'asn1js'],
  ...['assert-plus', 'bcrypt-pbkdf', 'dashdash', 'ecc-jsbn', 'getpass', 'jsbn', 'otplib', 'pvtsutils'],
  ...['pvutils', 'reflect-metadata', 'safer-buffer', 'sshpk', 'tslib', 'tsyringe', 'tweetnacl', 'uqr', 'zod'],
]

interface Locked {
  readonly resolved?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

describe('the lock', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Locked>
  }

  it('the lock file names no registry', () => {
    assert.deepEqual(
      Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined),
      [],
    )
  })

  it('names no registry for what the bench compares with', () => {
    assert.doesNotMatch(readFileSync('test/bench/peers/package-lock.json', 'utf8'), /"resolved"/)
  })

  it('holds the native parts for every platform', () => {
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
      .filter((name) => packages[`node_modules/${name}`] === undefined)
    assert.deepEqual(missing, [])
    for (const platform of [
      'linux-x64-gnu',
      'linux-arm64-gnu',
      'linux-x64-musl',
      'darwin-x64',
      'darwin-arm64',
    ]) {
      assert.ok(packages[`node_modules/@node-rs/argon2-${platform}`], platform)
    }
  })

  it('brings to an app these packages and no other', () => {
    const found = new Set(reachedFrom(Object.keys(manifest.dependencies)))
    const names = [...found].map((path) =>
      path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    )
    assert.deepEqual([...new Set(names)].sort(), atRunTime)
  })

  it('brings the peers that development needs', () => {
    const missing = Object.keys(manifest.peerDependencies).filter(
      (name) => !(name in manifest.devDependencies),
    )
    assert.deepEqual(missing, [])
  })

  function reachedFrom(names: readonly string[]): ReadonlySet<string> {
    const reached = new Set<string>()
    const open = names.map((name) => placeOf(name, ''))
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (reached.has(path)) continue
      reached.add(path)
      for (const name of Object.keys(packages[path]?.dependencies ?? {})) open.push(placeOf(name, path))
    }
    return reached
  }

  /** Where Node.js finds a package from another: in the nearest folder above. */
  function placeOf(name: string, from: string): string {
    const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`
    if (packages[path]) return path
    assert.notEqual(from, '', `${name} is not in the lock`)
    return placeOf(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))))
  }
})
