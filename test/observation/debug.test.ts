import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, it } from 'mocha'
import { leaksIn } from '../run/leaks.js'
import { scriptArguments } from '../support/process.js'

const run = promisify(execFile)

interface Told {
  readonly userId: string
  readonly keyId: string
  readonly secrets: readonly string[]
}

async function refused(env: NodeJS.ProcessEnv): Promise<{ told: Told; printed: string }> {
  const args = scriptArguments('test/observation/debug-worker.ts')
  const { stdout, stderr } = await run(process.execPath, [...args], { env: { ...process.env, ...env } })
  return { told: JSON.parse(stdout) as Told, printed: stderr }
}

describe('NODE_DEBUG=keyward', function () {
  this.timeout(120_000)

  it('says why each credential and each password was refused, by id, and never what was sent', async () => {
    const { told, printed } = await refused({ NODE_DEBUG: 'keyward' })
    const { userId, keyId, secrets } = told
    const lines = printed.split('\n').flatMap((line) => /^KEYWARD \d+: (.*)$/.exec(line)?.[1] ?? [])
    assert.deepEqual(lines, [
      `credential.refused (disabled) api_key ${keyId} of user ${userId}`,
      'a credential was refused that nobody has, or that is not well-formed (api_key)',
      'request.refused (invalid_token)',
      'a credential was refused that has no form of ours',
      'request.refused (invalid_token)',
      `password.refused (invalid_credentials) user ${userId}`,
    ])
    assert.deepEqual(leaksIn(printed, secrets), [])
  })

  it('says nothing where it is not asked for', async () => {
    const { printed } = await refused({ NODE_DEBUG: '' })
    assert.doesNotMatch(printed, /KEYWARD/)
  })
})
