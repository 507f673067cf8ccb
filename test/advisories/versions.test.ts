import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'

/** The first versions in which what a framework brings is mended, by line, and where it is mended. */
const mended: readonly (readonly [ids: string, name: string, versions: readonly string[]])[] = [
  // path-to-regexp 0.1.10 and body-parser 1.20.3; Express 5 began with later ones of both.
  ['CVE-2024-45296, CVE-2024-45590', 'express', ['4.20.0', '5.0.0']],
  // cookie 0.7.1.
  ['CVE-2024-47764', 'express', ['4.21.1', '5.0.1']],
  ['CVE-2025-25200', 'koa', ['2.15.4', '3.0.0']],
  ['CVE-2025-32379', 'koa', ['2.16.1', '3.0.0']],
  ['CVE-2026-27959', 'koa', ['2.16.4', '3.1.2']],
]

describe('advisories of others: versions', () => {
  const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly peerDependencies: Readonly<Record<string, string>>
  }

  for (const [ids, name, versions] of mended) {
    it(`${ids}: no version of ${name} will do that has it`, () => {
      const lowest = (peerDependencies[name] ?? '').split(' || ').map((range) => range.replace('^', ''))
      assert.equal(lowest.length, versions.length)
      for (const [i, version] of versions.entries()) {
        assert.ok(isAtLeast(lowest[i] ?? '', version), `${name} ${String(lowest[i])} is before ${version}`)
      }
    })
  }
})

/** Whether a version is another one or later, of the same line. */
function isAtLeast(version: string, other: string): boolean {
  const [[line, ...rest], [otherLine, ...otherRest]] = [numbers(version), numbers(other)]
  return (
    line === otherLine &&
    (rest[0] === otherRest[0] ? (rest[1] ?? 0) >= (otherRest[1] ?? 0) : (rest[0] ?? 0) > (otherRest[0] ?? 0))
  )
}

function numbers(version: string): readonly [number, ...number[]] {
  const [line = NaN, ...rest] = version.split('.').map(Number)
  return [line, ...rest]
}
