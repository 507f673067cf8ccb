import type { ServiceAccount } from '../../admin/service-accounts.js'
import type { HostApi } from '../../host/api.js'
import type { Command, Invocation, Outcome } from '../command.js'
import { UsageError } from '../error.js'
import { textIn, wordIn } from '../given.js'
import { aboutLists, facts, listing, listOptions, named, pageIn, timeOr } from '../listing.js'

const list: Command = {
  name: 'service-account list',
  summary: 'Lists the service accounts, newest first.',
  options: listOptions,
  about: aboutLists,
  examples: ['service-account list'],
  reason: 'none',
  async run(invocation) {
    const asked = pageIn(invocation)
    const { calls } = await invocation.open()
    const page = await calls.serviceAccounts.list(asked)
    const headings = ['name', 'id', 'organization', 'state', 'keys', 'last used']
    return listing(page, headings, (account) => [
      ...[account.name, account.id, account.organizationId ?? 'none', stateOf(account)],
      ...[String(account.keys), timeOr('never', account.lastUsedAt)],
    ])
  },
}

const show: Command = {
  name: 'service-account show',
  summary: 'Shows a service account.',
  words: ['<account>'],
  examples: ['service-account show billing'],
  reason: 'none',
  async run(invocation) {
    const { calls } = await invocation.open()
    const account = await accountNamed(calls, wordIn(invocation, 0))
    const text = facts([
      ['name', account.name],
      ['id', account.id],
      ['description', account.description ?? 'none'],
      ['organization', account.organizationId ?? 'none'],
      ['state', stateOf(account)],
      ['keys', String(account.keys)],
      ['added', account.createdAt],
      ['last used', timeOr('never', account.lastUsedAt)],
    ])
    return { text, json: account }
  },
}

const add: Command = {
  name: 'service-account add',
  summary: 'Adds a service account: an owner of API keys that is no person.',
  words: ['<name>'],
  options: { description: { type: 'string' }, organization: { type: 'string' } },
  about: {
    description: 'what it is for',
    organization: 'the id of the organization whose policy holds for its keys, for good',
  },
  examples: ['service-account add billing --reason "the nightly export"'],
  reason: 'needed',
  async run(invocation) {
    const { options } = invocation
    const { calls } = await invocation.open()
    const account = await calls.serviceAccounts.create({
      name: wordIn(invocation, 0),
      description: textIn(options, 'description'),
      organizationId: textIn(options, 'organization'),
    })
    return { text: `Added the service account ${account.name}: ${account.id}`, json: account }
  },
}

const update: Command = {
  name: 'service-account update',
  summary: 'Renames a service account, or describes it otherwise.',
  words: ['<account>'],
  options: { name: { type: 'string' }, description: { type: 'string' } },
  about: { name: 'another name', description: 'what it is for' },
  examples: ['service-account update billing --description "invoices" --reason "it does more now"'],
  reason: 'needed',
  async run(invocation) {
    const { options } = invocation
    const change = { name: textIn(options, 'name'), description: textIn(options, 'description') }
    if (change.name === undefined && change.description === undefined)
      throw new UsageError('service-account update needs --name or --description')
    const { calls } = await invocation.open()
    const { id } = await accountNamed(calls, wordIn(invocation, 0))
    const account = await calls.serviceAccounts.update(id, change)
    return { text: `Changed ${account.name}.`, json: account }
  },
}

const disable: Command = {
  name: 'service-account disable',
  summary: 'Disables a service account: its keys rest.',
  words: ['<account>'],
  examples: ['service-account disable billing --reason "it sends too much"'],
  reason: 'needed',
  run: (invocation) => switched(invocation, { disabled: true, done: 'Disabled' }),
}

const enable: Command = {
  name: 'service-account enable',
  summary: 'Enables a service account again: its keys count as before.',
  words: ['<account>'],
  examples: ['service-account enable billing --reason "it is mended"'],
  reason: 'needed',
  run: (invocation) => switched(invocation, { disabled: false, done: 'Enabled' }),
}

const remove: Command = {
  name: 'service-account remove',
  summary: 'Removes a service account, and ends its keys.',
  words: ['<account>'],
  examples: ['service-account remove billing --reason "replaced by the new export"'],
  reason: 'needed',
  async run(invocation) {
    const { calls } = await invocation.open()
    const { id, name } = await accountNamed(calls, wordIn(invocation, 0))
    await calls.serviceAccounts.remove(id)
    return { text: `Removed ${name} and its keys.`, json: { id } }
  },
}

/** `keyward service-account list`, `show`, `add`, `update`, `disable`, `enable`, `remove`. */
export const serviceAccountCommands: readonly Command[] = [list, show, add, update, disable, enable, remove]

/** The service account with an id, or with a name. */
export function accountNamed(
  { serviceAccounts }: Pick<HostApi, 'serviceAccounts'>,
  word: string,
): Promise<ServiceAccount> {
  return named(word, (page) => serviceAccounts.list(page))
}

async function switched(
  invocation: Invocation,
  { disabled, done }: { readonly disabled: boolean; readonly done: string },
): Promise<Outcome> {
  const { calls } = await invocation.open()
  const { id, name } = await accountNamed(calls, wordIn(invocation, 0))
  return { text: `${done} ${name}.`, json: await calls.serviceAccounts.update(id, { disabled }) }
}

function stateOf({ disabled }: ServiceAccount): string {
  return disabled ? 'disabled' : 'active'
}
