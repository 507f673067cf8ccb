import type { SshHost } from '../../ssh/host.js'
import type { HostApi } from '../../host/api.js'
import type { Command, Invocation, Outcome } from '../command.js'
import { numberIn, textsIn, wordIn } from '../given.js'
import { aboutLists, facts, listing, listOptions, named, pageIn, timeOr } from '../listing.js'
import { secretOutcome } from '../secret-outcome.js'

const list: Command = {
  name: 'host list',
  summary: 'Lists the hosts whose sshd may ask for keys, newest first.',
  options: listOptions,
  about: aboutLists,
  examples: ['host list'],
  reason: 'none',
  async run(invocation) {
    const asked = pageIn(invocation)
    const { calls } = await invocation.open()
    const page = await calls.sshHosts.list(asked)
    return listing(page, ['name', 'id', 'groups', 'state', 'last seen'], (host) => [
      ...[host.name, host.id, groupsOf(host), stateOf(host), timeOr('never', host.lastSeenAt)],
    ])
  },
}

const show: Command = {
  name: 'host show',
  summary: 'Shows a host.',
  words: ['<host>'],
  examples: ['host show web-1'],
  reason: 'none',
  async run(invocation) {
    const { calls } = await invocation.open()
    const host = await hostNamed(calls, wordIn(invocation, 0))
    const text = facts([
      ['name', host.name],
      ['id', host.id],
      ['groups', groupsOf(host)],
      ['asks from', host.cidrs.length === 0 ? 'anywhere' : host.cidrs.join(', ')],
      ['state', stateOf(host)],
      ['added', host.createdAt],
      ['last seen', timeOr('never', host.lastSeenAt)],
    ])
    return { text, json: host }
  },
}

const add: Command = {
  name: 'host add',
  summary: 'Adds a host; its credential is shown once.',
  words: ['<name>'],
  options: { group: { type: 'string', multiple: true }, address: { type: 'string', multiple: true } },
  about: {
    group: 'a group that grants name; without it default; may be given more than once',
    address: 'an address or CIDR that it must ask from; may be given more than once',
  },
  examples: ['host add web-1 --group web --reason "a new server"'],
  reason: 'needed',
  async run(invocation) {
    const { options } = invocation
    const asked = { groups: textsIn(options, 'group'), cidrs: textsIn(options, 'address') }
    const { calls } = await invocation.open()
    const { host, credential } = await calls.sshHosts.create({ name: wordIn(invocation, 0), ...asked })
    const sentence = `Added the host ${host.name}, which proves itself by this credential:`
    return secretOutcome(sentence, credential, (shown) => ({ host, credential: shown }))
  },
}

const rotate: Command = {
  name: 'host rotate',
  summary: 'Gives a host a new credential, shown once; the old one lives on for a day.',
  words: ['<host>'],
  options: { overlap: { type: 'string' } },
  about: { overlap: 'how many seconds longer the old credential lives; without it 86400' },
  examples: ['host rotate web-1 --overlap 0 --reason "its disk was copied"'],
  reason: 'needed',
  async run(invocation) {
    const overlapSeconds = numberIn(invocation.options, 'overlap')
    const { calls } = await invocation.open()
    const { id } = await hostNamed(calls, wordIn(invocation, 0))
    const { host, credential } = await calls.sshHosts.rotate(id, { overlapSeconds })
    const sentence = `The host ${host.name} proves itself by this credential from now on:`
    return secretOutcome(sentence, credential, (shown) => ({ host, credential: shown }))
  },
}

const disable: Command = {
  name: 'host disable',
  summary: 'Disables a host: it is told of no keys.',
  words: ['<host>'],
  examples: ['host disable web-1 --reason "it may be taken over"'],
  reason: 'needed',
  run: (invocation) => switched(invocation, { disabled: true, done: 'Disabled' }),
}

const enable: Command = {
  name: 'host enable',
  summary: 'Enables a host again.',
  words: ['<host>'],
  examples: ['host enable web-1 --reason "set up anew"'],
  reason: 'needed',
  run: (invocation) => switched(invocation, { disabled: false, done: 'Enabled' }),
}

const remove: Command = {
  name: 'host remove',
  summary: 'Removes a host: its credential ends.',
  words: ['<host>'],
  examples: ['host remove web-1 --reason "taken down"'],
  reason: 'needed',
  async run(invocation) {
    const { calls } = await invocation.open()
    const { id, name } = await hostNamed(calls, wordIn(invocation, 0))
    await calls.sshHosts.remove(id)
    return { text: `Removed the host ${name}.`, json: { id } }
  },
}

/** `keyward host list`, `show`, `add`, `rotate`, `disable`, `enable`, `remove`. */
export const hostCommands: readonly Command[] = [list, show, add, rotate, disable, enable, remove]

function hostNamed({ sshHosts }: Pick<HostApi, 'sshHosts'>, word: string): Promise<SshHost> {
  return named(word, (page) => sshHosts.list(page))
}

async function switched(
  invocation: Invocation,
  { disabled, done }: { readonly disabled: boolean; readonly done: string },
): Promise<Outcome> {
  const { calls } = await invocation.open()
  const { id, name } = await hostNamed(calls, wordIn(invocation, 0))
  return { text: `${done} the host ${name}.`, json: await calls.sshHosts.update(id, { disabled }) }
}

function groupsOf({ groups }: SshHost): string {
  return groups.length === 0 ? 'default' : groups.join(', ')
}

function stateOf({ disabled }: SshHost): string {
  return disabled ? 'disabled' : 'active'
}
