import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { KeywardError } from '../../src/index.js'
import { deviceScene } from '../contract/adapter/devices/scene.js'
import type { App } from '../support/app.js'
import { enrolApp, passwordStep } from '../support/factors.js'
import { assertNoSecret, newPassword, notedSecrets, noteSecret } from '../support/secrets.js'
import { assertKeepsSecrets } from '../support/suite.js'
import { onBoth } from './on-both.js'

const form = 'application/x-www-form-urlencoded'

onBoth('secrets in logs', (app) => {
  /** What was written to the outputs of the process meanwhile. */
  async function printedBy(work: () => Promise<void>): Promise<string> {
    const outputs = [process.stdout, process.stderr].map((output) => ({
      output,
      write: output.write.bind(output),
    }))
    const printed: string[] = []
    for (const { output } of outputs) output.write = (chunk) => printed.push(String(chunk)) > 0
    try {
      await work()
    } finally {
      for (const { output, write } of outputs) output.write = write
    }
    return printed.join('')
  }

  it('CVE-2024-8365, CVE-2025-52893, CVE-2025-62513, CVE-2025-62705, CVE-2026-46358: no secret stands in the audit, the database, an event, an error or on the outputs', async () => {
    const before = notedSecrets()
    const errors: unknown[] = []
    const printed = await printedBy(async () => {
      await aLifeOfSecrets(app())
      errors.push(...(await failuresOf(app())))
    })
    assert.ok(notedSecrets() - before >= 20)
    assertNoSecret(printed, 'what was printed')
    assert.ok(errors.length > 2)
    for (const error of errors) {
      const { message, stack, cause } = error as KeywardError
      assertNoSecret(JSON.stringify([message, stack, String(cause), error]), 'an error')
    }
    const admin = await app().admin()
    const { items } = (await admin.get('/admin/events?limit=100')).body
    assert.ok((items as unknown[]).length > 10)
    assertNoSecret(JSON.stringify(items), 'the audit')
    await assertKeepsSecrets(app())
  })
})

/** Makes a secret of each kind, uses it rightly and wrongly, in its place and in others. */
async function aLifeOfSecrets(app: App): Promise<void> {
  const owner = await app.signedIn()
  const { username } = owner.user
  const { key, id } = (await owner.post('/api-keys', { name: 'a' })).body
  const rotated = (await owner.post(`/api-keys/${id}/rotation`, {})).body.key
  const { token } = (await owner.post('/tokens', {})).body
  const phone = await enrolApp(app, owner)
  const { begin, approve, poll } = deviceScene(() => app)
  const device = await begin()
  await approve(owner, device)
  const fromDevice = (await poll(device)).body.access_token
  const link = (await app.keyward.users.passwordResetLink(owner.user.id)).url.reveal()
  const code = new URL(link).hash.slice(1)
  const secrets = [key, rotated, token, fromDevice, phone.secret, code, ...phone.recoveryCodes.slice(0, 1)]
  for (const secret of secrets as string[]) noteSecret(secret)
  const { client } = await passwordStep(app, owner.user)
  for (const secret of secrets as string[]) {
    await client.post('/session/recovery-code', { code: secret })
    const stranger = app.client()
    // In the place of a name, of a password, of a parameter, and of a field that there is not.
    await stranger.post('/session', { username: secret, password: newPassword() })
    await stranger.post('/session', { username, password: secret })
    await stranger.post('/session', undefined, { raw: `{"username":"${secret}` })
    await stranger.get('/api/hello', { bearer: secret })
    await stranger.get('/api/hello', { headers: { Cookie: `keyward=${secret}` } })
    await stranger.post('/revoke', undefined, { raw: `token=${secret}x`, type: form })
    if (secret.length > 30) await stranger.post('/session', { username, [secret]: secret })
  }
}

/** What the app's own calls throw where a secret was given in the wrong place. */
async function failuresOf({ keyward }: App): Promise<readonly unknown[]> {
  const password = newPassword()
  const attempts = [
    () => keyward.users.create({ username: password, password }),
    () => keyward.users.create({ username: 'someone', password: password.slice(0, 5) }),
    () => keyward.users.setPassword(password, password),
    () => keyward.apiKeys.create(password, { name: password.repeat(20) }),
  ]
  const results = await Promise.allSettled(attempts.map((attempt) => attempt()))
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
}
