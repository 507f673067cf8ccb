import assert from 'node:assert/strict'
import type { Keyward } from '../../src/index.js'
import { patiently } from '../support/patience.js'
import { until } from '../support/until.js'
import type { Asker } from './ask.js'
import type { Change, Told } from './told.js'

/** Fails unless each process lets in what was made, refuses what was ended, and takes no link twice. */
export async function checkKept(
  { live, dead, refused, used, tried }: Told,
  asker: Asker,
  urls: readonly string[],
): Promise<void> {
  for (const url of urls) {
    for (const key of live) assert.equal(await guard(url, key), 200, 'what was made')
    for (const key of refused) assert.equal(await guard(url, key), 401, 'what was refused before')
    // The last of them were ended a moment ago, perhaps by the other process.
    for (const key of dead)
      await until('a refusal', () => guard(url, key), { holds: (status) => status === 401 })
    for (const code of used) assert.equal(await link(url, code), 401, 'a link that was used')
  }
  for (const code of tried) {
    assert.ok([204, 401].includes(await link(urls[0] ?? '', code)))
    for (const url of urls) assert.equal(await link(url, code), 401)
  }

  async function guard(url: string, credential: string): Promise<number> {
    return (await patiently(async () => ({ status: await asker.guard(url, credential) }))).status
  }

  async function link(url: string, code: string): Promise<number> {
    return (await patiently(async () => ({ status: await asker.link(url, code) }))).status
  }
}

/** Fails unless the audit is whole, and has a row for each change that was acknowledged. */
export async function checkAudit(keyward: Keyward, changes: readonly Change[]): Promise<void> {
  await keyward.audit.seal()
  assert.equal((await keyward.audit.verify()).fault, null)
  const kept = new Set<string>()
  await keyward.audit.export({ format: 'ndjson' }, (text) => {
    for (const line of text.trimEnd().split('\n')) {
      const { type, subject } = JSON.parse(line) as { type: string; subject: { id: string } | null }
      kept.add(`${type} ${subject?.id ?? ''}`)
    }
  })
  assert.deepEqual(
    changes.filter(({ type, id }) => !kept.has(`${type} ${id}`)),
    [],
  )
}
