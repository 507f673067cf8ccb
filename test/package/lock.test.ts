import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'
import { manifest } from './packed.js'

interface Locked {
  readonly resolved?: string
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

  it('brings the peers that development needs', () => {
    const missing = Object.keys(manifest.peerDependencies).filter(
      (name) => !(name in manifest.devDependencies),
    )
    assert.deepEqual(missing, [])
  })
})
