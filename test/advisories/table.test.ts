import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, it } from 'mocha'

const id = new RegExp(
  [
    ...['CVE-\\d{4}-\\d+', 'GHSA(?:-[0-9a-z]{4}){3}', 'GO-\\d{4}-\\d+', 'security-wg \\d+'],
    ...['(?:better-auth|SimpleLogin) PR \\d+', 'SimpleWebAuthn issue \\d+', 'Forgejo v[\\d.]+-\\d+'],
  ].join('|'),
  'g',
)
const folder = 'test/advisories/'

describe('the table of advisories in docs/security.md', () => {
  const [, table = ''] = readFileSync('docs/security.md', 'utf8').split('\n## Advisories of others\n')
  const rows = [...table.matchAll(/^\| (.+) \| (.+) \| (.+) \|$/gm)]
    .filter(([, first]) => first !== 'id')
    .map(([, first = '', what = '', here = '']) => ({ ids: idsIn(first), what, here }))
  const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join('test', name))
    .filter(
      (path) => path.endsWith('.ts') && !path.endsWith('table.test.ts') && !path.includes('/node_modules/'),
    )
    .map((path) => ({ path, ids: idsIn(readFileSync(path, 'utf8')) }))
  const answered = rows.filter(({ here }) => here.includes(folder))

  it('has an id in each row, and each id once', () => {
    assert.ok(rows.length > 60, String(rows.length))
    assert.deepEqual(
      rows.filter(({ ids }) => ids.length === 0),
      [],
    )
    const all = rows.flatMap(({ ids }) => ids)
    assert.deepEqual(
      all.filter((one, i) => all.indexOf(one) < i),
      [],
    )
  })

  it('has every id that a test is named by', () => {
    const known = new Set(rows.flatMap(({ ids }) => ids))
    const strange = tests.flatMap(({ path, ids }) =>
      ids.filter((one) => !known.has(one)).map((one) => `${path}: ${one}`),
    )
    assert.deepEqual(strange, [])
  })

  it('names for each id the tests of it, all that there are in their folder and no other', () => {
    const own = tests.filter(({ path }) => path.startsWith(folder))
    for (const { ids, here } of answered) {
      const named = [...here.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path]) => path)
      const found = own.filter((test) => ids.some((one) => test.ids.includes(one)))
      assert.deepEqual(named.toSorted(), found.map(({ path }) => path).toSorted(), ids.join())
      const covered = new Set(found.flatMap((test) => test.ids))
      assert.deepEqual(
        ids.filter((one) => !covered.has(one)),
        [],
      )
    }
  })

  it('says of every other why it cannot apply', () => {
    const others = rows.filter((row) => !answered.includes(row))
    assert.deepEqual(
      others.filter(({ here }) => !/^cannot apply: \w.{20}/.test(here)),
      [],
    )
  })
})

function idsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(id)].map(([found]) => found))]
}
