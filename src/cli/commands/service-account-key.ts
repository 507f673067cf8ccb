import type { ApiKey } from '../../credentials/shown-api-key.js'
import type { HostApi } from '../../host/api.js'
import type { Command } from '../command.js'
import { UsageError } from '../error.js'
import { numberIn, textIn, textsIn, wordIn } from '../given.js'
import { aboutLists, listing, listOptions, named, pageIn, timeOr } from '../listing.js'
import { secretOutcome } from '../secret-outcome.js'
import { accountNamed } from './service-account.js'

const list: Command = {
  name: 'service-account key list',
  summary: 'Lists the API keys of a service account, newest first.',
  words: ['<account>'],
  options: listOptions,
  about: aboutLists,
  examples: ['service-account key list billing'],
  reason: 'none',
  async run(invocation) {
    const asked = pageIn(invocation)
    const { calls } = await invocation.open()
    const { id } = await accountNamed(calls, wordIn(invocation, 0))
    const page = await calls.serviceAccounts.keys.list(id, asked)
    const headings = ['name', 'id', 'begins with', 'scopes', 'ends', 'last used']
    return listing(page, headings, (key) => [
      ...[key.name, key.id, key.hint, key.scopes.join(' ')],
      ...[timeOr('never', key.expiresAt), timeOr('never', key.lastUsedAt)],
    ])
  },
}

const add: Command = {
  name: 'service-account key add',
  summary: 'Makes an API key for a service account, shown once.',
  words: ['<account>', '<name>'],
  options: {
    scope: { type: 'string', multiple: true },
    days: { type: 'string' },
    address: { type: 'string', multiple: true },
  },
  about: {
    scope: 'what it may be used for; may be given more than once',
    days: '7, 30, 60, 90 or none; without it as the policy says',
    address: 'an address or CIDR that it may be used from; may be given more than once',
  },
  examples: ['service-account key add billing nightly --scope jobs:read --days 90 --reason "new server"'],
  reason: 'needed',
  async run(invocation) {
    const { options } = invocation
    const asked = {
      name: wordIn(invocation, 1),
      scopes: textsIn(options, 'scope'),
      expiresInDays: daysIn(textIn(options, 'days')),
      allowedAddresses: textsIn(options, 'address'),
    }
    const { calls } = await invocation.open()
    const account = await accountNamed(calls, wordIn(invocation, 0))
    const { apiKey, key } = await calls.serviceAccounts.keys.create(account.id, asked)
    const sentence = `Made the key ${apiKey.name} of ${account.name}, ${endOf(apiKey)}:`
    return secretOutcome(sentence, key, (shown) => ({ apiKey, key: shown }))
  },
}

const rotate: Command = {
  name: 'service-account key rotate',
  summary: 'Gives a key of a service account a new secret, shown once; the old one ends.',
  words: ['<account>', '<key>'],
  options: { overlap: { type: 'string' } },
  about: { overlap: 'how many seconds longer the old secret lives; without it 0' },
  examples: ['service-account key rotate billing nightly --overlap 3600 --reason "yearly"'],
  reason: 'needed',
  async run(invocation) {
    const overlapSeconds = numberIn(invocation.options, 'overlap')
    const { calls } = await invocation.open()
    const account = await accountNamed(calls, wordIn(invocation, 0))
    const { id } = await keyNamed(calls, account.id, wordIn(invocation, 1))
    const { apiKey, key } = await calls.serviceAccounts.keys.rotate(account.id, id, { overlapSeconds })
    const sentence = `The key ${apiKey.name} of ${account.name} has a new secret, ${endOf(apiKey)}:`
    return secretOutcome(sentence, key, (shown) => ({ apiKey, key: shown }))
  },
}

const revoke: Command = {
  name: 'service-account key revoke',
  summary: 'Ends a key of a service account, in every process.',
  words: ['<account>', '<key>'],
  examples: ['service-account key revoke billing nightly --reason "the server is gone"'],
  reason: 'needed',
  async run(invocation) {
    const { calls } = await invocation.open()
    const account = await accountNamed(calls, wordIn(invocation, 0))
    const { id, name } = await keyNamed(calls, account.id, wordIn(invocation, 1))
    await calls.serviceAccounts.keys.remove(account.id, id)
    return { text: `Ended the key ${name} of ${account.name}.`, json: { id } }
  },
}

/** `keyward service-account key list`, `add`, `rotate`, `revoke`. */
export const serviceAccountKeyCommands: readonly Command[] = [list, add, rotate, revoke]

function keyNamed(
  { serviceAccounts }: Pick<HostApi, 'serviceAccounts'>,
  account: string,
  word: string,
): Promise<ApiKey> {
  return named(word, (page) => serviceAccounts.keys.list(account, page))
}

/** How many days a key is asked to live; `null` = for good. */
function daysIn(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined
  if (text === 'none') return null
  if (!/^\d{1,4}$/.test(text)) throw new UsageError('--days takes a number of days, or none')
  return Number(text)
}

function endOf({ expiresAt }: ApiKey): string {
  return expiresAt === null ? 'which does not end' : `which ends on ${expiresAt}`
}
