import type { AdminUser } from '../../admin/admin-user.js'
import type { UserSearch } from '../../admin/user-list.js'
import type { Command } from '../command.js'
import { textIn, wordIn } from '../given.js'
import { aboutLists, facts, listing, listOptions, pageIn, timeOr } from '../listing.js'
import { userNamed } from '../user-named.js'

const list: Command = {
  name: 'user list',
  summary: 'Lists the users, newest first, or those who fit.',
  options: {
    query: { type: 'string' },
    status: { type: 'string' },
    organization: { type: 'string' },
    ...listOptions,
  },
  about: {
    query: 'part of the user name, the display name or the organization’s id',
    status: 'active, disabled, or no_factor: active, and without a second factor',
    organization: 'the id of an organization',
    ...aboutLists,
  },
  examples: ['user list', 'user list --query ada --status active'],
  reason: 'none',
  async run(invocation) {
    const { options } = invocation
    const asked = pageIn(invocation)
    const { calls } = await invocation.open()
    const page = await calls.users.list({
      ...asked,
      q: textIn(options, 'query'),
      // What is no status is refused there.
      status: textIn(options, 'status') as UserSearch['status'] | undefined,
      organizationId: textIn(options, 'organization'),
    })
    const headings = ['name', 'id', 'admin', 'state', 'second factor', 'last sign-in']
    return listing(page, headings, (user) => [
      ...[user.username, user.id, yesIfAdmin(user), stateOf(user)],
      ...[factorsOf(user), timeOr('never', user.lastSignInAt)],
    ])
  },
}

const show: Command = {
  name: 'user show',
  summary: 'Shows a user, with what they have enrolled.',
  words: ['<user>'],
  examples: ['user show ada', 'user show 0197a9f0-7a80-7c3e-8a53-0d1b2c3d4e5f --json'],
  reason: 'none',
  async run(invocation) {
    const { calls } = await invocation.open()
    const user = await userNamed(calls, wordIn(invocation, 0))
    const text = facts([
      ['name', user.username],
      ['display name', user.displayName ?? 'none'],
      ['id', user.id],
      ['organization', user.organizationId ?? 'none'],
      ['administrator', yesIfAdmin(user)],
      ['state', stateOf(user)],
      ['second factor', factorsOf(user)],
      ['added', user.createdAt],
      ['last sign-in', timeOr('never', user.lastSignInAt)],
    ])
    return { text, json: user }
  },
}

const add: Command = {
  name: 'user add',
  summary: 'Adds a user, who has no password yet: user invite or user reset-password is next.',
  words: ['<username>'],
  options: {
    admin: { type: 'boolean' },
    'display-name': { type: 'string' },
    organization: { type: 'string' },
  },
  about: {
    admin: 'an administrator',
    'display-name': 'what people read in place of the user name',
    organization: 'the id of the organization that they belong to',
  },
  examples: ['user add ada --admin --reason "the first administrator"'],
  reason: 'needed',
  async run(invocation) {
    const { options } = invocation
    const { calls } = await invocation.open()
    const user = await calls.users.create({
      username: wordIn(invocation, 0),
      admin: options.admin === true,
      displayName: textIn(options, 'display-name'),
      organizationId: textIn(options, 'organization'),
    })
    return { text: `Added the user ${user.username}: ${user.id}`, json: user }
  },
}

const disable: Command = {
  name: 'user disable',
  summary: 'Disables a user: sessions and tokens end, API keys and SSH keys rest.',
  words: ['<user>'],
  examples: ['user disable ada --reason "left the company"'],
  reason: 'needed',
  async run(invocation) {
    const { calls } = await invocation.open()
    const { id, username } = await userNamed(calls, wordIn(invocation, 0))
    await calls.users.disable(id)
    return { text: `Disabled ${username}.`, json: await calls.users.get(id) }
  },
}

const enable: Command = {
  name: 'user enable',
  summary: 'Enables a user again: their API keys and SSH keys count as before.',
  words: ['<user>'],
  examples: ['user enable ada --reason "came back"'],
  reason: 'needed',
  async run(invocation) {
    const { calls } = await invocation.open()
    const { id, username } = await userNamed(calls, wordIn(invocation, 0))
    await calls.users.enable(id)
    return { text: `Enabled ${username}.`, json: await calls.users.get(id) }
  },
}

/** `keyward user list`, `show`, `add`, `disable`, `enable`. */
export const userCommands: readonly Command[] = [list, show, add, disable, enable]

function stateOf({ disabled }: AdminUser): string {
  return disabled ? 'disabled' : 'active'
}

function factorsOf({ mfa }: AdminUser): string {
  const keys = mfa.securityKeys
  const found = [
    ...(mfa.totp ? ['authenticator app'] : []),
    ...(keys > 0 ? [`${String(keys)} security ${keys === 1 ? 'key' : 'keys'}`] : []),
  ]
  return found.length === 0 ? 'none' : found.join(', ')
}

function yesIfAdmin({ admin }: Pick<AdminUser, 'admin'>): string {
  return admin ? 'yes' : 'no'
}
