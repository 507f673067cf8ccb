import type { Core } from '../core.js'
import type { ImportedApiKey } from '../credentials/imported-api-key.js'
import {
  importedApiKeyRow,
  isRotated,
  storedImport,
  takingApiKeyIn,
} from '../credentials/imported-api-key.js'
import { unendedList } from '../credentials/own-list.js'
import { parseScopes } from '../credentials/scope.js'
import { invalidField } from '../errors.js'
import type { ApiKeyRow, FoundApiKey } from '../store/api-key.js'
import { judgeKeys } from './keys.js'
import type { Part } from './part.js'
import { checkSame, newPart, refusedField } from './part.js'
import type { KeyJudgement } from './ssh-keys.js'

type Needs = Pick<Core, 'options' | 'store' | 'digester'>

/** More than anybody has of names that are taken; beyond it the database refuses one. */
const namesRead = 1000

/** Judges the API keys of a line: a key that is the user's already is the same, whatever they call it by now. */
export async function judgeApiKeys(
  core: Needs,
  given: readonly ImportedApiKey[],
  by: KeyJudgement,
): Promise<readonly Part[]> {
  if (given.length === 0) return []
  const { user, stored } = by.owner
  const now = core.options.now()
  const own = stored ? await ownKeys(core, user.id) : []
  const alive = own.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
  const names = own.map(({ nameKey }) => nameKey)
  const room = by.policy.apiKeys.maxPerUser - alive.length
  return judgeKeys({ kind: 'apiKeys', given, names, room }, (key) => judgeApiKey(core, key, by))
}

async function judgeApiKey(core: Needs, given: ImportedApiKey, by: KeyJudgement): Promise<Part> {
  if (!core.options.importedApiKeys) {
    throw invalidField('', 'not_accepted', 'is accepted by no guard without importedApiKeys: true')
  }
  by.once(given.sha256, 'sha256')
  const there = await storedImport(core, given.sha256)
  if (there) return same(core, { given, there }, by)
  const row = importedApiKeyRow(core, by.owner.user, given)
  return newPart('apiKeys', () => Promise.resolve(takingApiKeyIn(core.store, row, by)))
}

function same(
  { options }: Needs,
  { given, there }: { readonly given: ImportedApiKey; readonly there: FoundApiKey },
  { owner: { user, stored } }: KeyJudgement,
): Part {
  if (there.userId !== stored?.id) throw refusedField('sha256', 'key_in_use')
  const scopes = parseScopes(given.scopes, options, user)
  checkSame({
    scopes: scopes.join(' ') === there.scopes.join(' '),
    expiresAt: isRotated(there) || (given.expiresAt ?? null) === there.expiresAt,
  })
  return { kind: 'apiKeys', state: 'same' }
}

async function ownKeys({ store, options }: Needs, userId: string): Promise<readonly ApiKeyRow[]> {
  const all = { ...unendedList(namesRead, options.now()), endedSince: null }
  return (await store.apiKeys.list(userId, all)).rows
}
