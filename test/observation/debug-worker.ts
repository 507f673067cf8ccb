import { typeormStore } from '../../adapters/typeorm/index.js'
import { createKeyward } from '../../src/index.js'
import { newConfiguredSecret, origin } from '../support/app.js'
import { sqliteDatabase } from '../support/database.js'
import { plainClient } from '../support/plain-client.js'
import { newPassword } from '../support/secrets.js'

/** Has keyward refuse one of each, and prints, on standard output, the ids and the secrets that were in it. */
const database = await sqliteDatabase()
const secret = newConfiguredSecret()
const keyward = createKeyward({
  store: typeormStore(database.dataSource),
  secrets: [secret],
  origins: [origin],
})
const guard = keyward.adapter.guard()
const password = newPassword()
const wrong = newPassword()
const { id: userId } = await keyward.users.create({ username: 'ada-of-the-test', password })
const { apiKey, key } = await keyward.apiKeys.create(userId, { name: 'name-of-the-key' })
const text = key.reveal()
const pass = async (bearer: string): Promise<unknown> =>
  guard(plainClient({ authorization: [`Bearer ${bearer}`] }))

await pass(text)
await keyward.apiKeys.update(userId, apiKey.id, { disabled: true })
const altered = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')
for (const refused of [text, altered, wrong.replaceAll(' ', '-')]) await pass(refused).catch(() => undefined)
await keyward.passwords.verify(userId, wrong)
await keyward.close()
await database.close()
console.log(
  JSON.stringify({
    userId,
    keyId: apiKey.id,
    secrets: [
      secret,
      password,
      wrong,
      wrong.replaceAll(' ', '-'),
      text,
      altered,
      'ada-of-the-test',
      'name-of-the-key',
    ],
  }),
)
