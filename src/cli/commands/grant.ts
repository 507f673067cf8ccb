import type { HostApi } from '../../host/api.js'
import type { NewSshGrant, SshGrantee } from '../../input/new-ssh-grant.js'
import type { SshGrant } from '../../ssh/grant.js'
import { columns } from '../columns.js'
import type { Command, Invocation } from '../command.js'
import { UsageError } from '../error.js'
import { textIn, textsIn, wordIn } from '../given.js'
import { userNamed } from '../user-named.js'

const list: Command = {
  name: 'grant list',
  summary:
    'Lists who may log in to which hosts by SSH, in the order that counts: the first that fits decides.',
  examples: ['grant list'],
  reason: 'none',
  async run({ open }) {
    const { calls } = await open()
    const grants = await calls.sshGrants.list()
    const headings = ['id', 'group', 'for', 'account', 'may', 'from']
    const rows = grants.map((grant) => [
      ...[grant.id, grant.group, granteeOf(grant), grant.account ?? 'their own name'],
      ...[grant.permit?.join(', ') ?? 'as the policy says', grant.from?.join(', ') ?? 'anywhere'],
    ])
    const lines = rows.length === 0 ? ['There are none: nobody may log in.'] : columns([headings, ...rows])
    return { text: lines.join('\n'), json: { items: grants } }
  },
}

const add: Command = {
  name: 'grant add',
  summary: 'Lets somebody log in to the hosts of a group, behind all other grants.',
  words: ['<group>'],
  options: {
    user: { type: 'string' },
    organization: { type: 'string' },
    everyone: { type: 'boolean' },
    account: { type: 'string' },
    permit: { type: 'string', multiple: true },
    from: { type: 'string', multiple: true },
  },
  about: {
    user: 'whom: a user, by id or name',
    organization: 'whom: all users of an organization, by its id',
    everyone: 'whom: everyone',
    account: 'the account on the host; without it the one that has their own name',
    permit: 'what a login may do; without it as the policy says; may be given more than once',
    from: 'an address or CIDR that it may come from; may be given more than once',
  },
  examples: ['grant add web --user ada --account deploy --reason "on call"'],
  reason: 'needed',
  async run(invocation) {
    const { options } = invocation
    checkGrantee(options)
    const { calls } = await invocation.open()
    const grant: NewSshGrant = {
      ...(await granteeIn(calls, options)),
      group: wordIn(invocation, 0),
      account: textIn(options, 'account'),
      // What is no name of a permission is refused there.
      permit: textsIn(options, 'permit') as NewSshGrant['permit'],
      from: textsIn(options, 'from'),
    }
    const added = await calls.sshGrants.create(grant)
    return { text: `Added the grant ${added.id}, behind all others.`, json: added }
  },
}

const remove: Command = {
  name: 'grant remove',
  summary: 'Removes a grant.',
  words: ['<id>'],
  examples: ['grant remove 0197a9f0-7a80-7c3e-8a53-0d1b2c3d4e5f --reason "no longer on call"'],
  reason: 'needed',
  async run(invocation) {
    const { calls } = await invocation.open()
    const id = wordIn(invocation, 0)
    await calls.sshGrants.remove(id)
    return { text: 'Removed the grant.', json: { id } }
  },
}

/** `keyward grant list`, `add`, `remove`. */
export const grantCommands: readonly Command[] = [list, add, remove]

function checkGrantee({ user, organization, everyone }: Invocation['options']): void {
  const said = [user, organization, everyone].filter((one) => one !== undefined)
  if (said.length !== 1) throw new UsageError('grant add needs one of --user, --organization and --everyone')
}

async function granteeIn(calls: HostApi, options: Invocation['options']): Promise<SshGrantee> {
  const [user, organizationId] = [textIn(options, 'user'), textIn(options, 'organization')]
  if (user !== undefined) return { userId: (await userNamed(calls, user)).id }
  return organizationId === undefined ? { everyone: true } : { organizationId }
}

function granteeOf({ userId, organizationId }: SshGrant): string {
  if (userId !== undefined) return `user ${userId}`
  return organizationId === undefined ? 'everyone' : `organization ${organizationId}`
}
