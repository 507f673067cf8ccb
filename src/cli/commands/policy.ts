import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { PolicyDryRun, PolicyLevel, TouchedUsers } from '../../admin/policies.js'
import type { StoredPolicy } from '../../policy/policy.js'
import type { Command, Invocation } from '../command.js'
import { CommandError, UsageError } from '../error.js'
import { textIn } from '../given.js'
import { facts } from '../listing.js'

const organization = { type: 'string' } as const
const aboutOrganization = 'the id of an organization; without it the platform'

const get: Command = {
  name: 'policy get',
  summary: 'Shows the policy of the platform, or of an organization, as policy set takes it.',
  options: { organization },
  about: { organization: aboutOrganization },
  examples: ['policy get', 'policy get --organization acme --json'],
  reason: 'none',
  async run({ open, options }) {
    const { calls } = await open()
    const view = await calls.policies.get(levelIn(options))
    return { text: JSON.stringify(view.policy, null, 2), json: view }
  },
}

const set: Command = {
  name: 'policy set',
  summary:
    'Replaces a policy by the JSON in a file, or on standard input, after showing what that would end.',
  words: ['[file]'],
  options: { organization, 'dry-run': { type: 'boolean' }, yes: { type: 'boolean' } },
  about: {
    organization: aboutOrganization,
    'dry-run': 'shows what it would end, and changes nothing',
    yes: 'does not ask',
  },
  examples: [
    'policy set policy.json --dry-run',
    'policy set policy.json --organization acme --yes --reason "shorter keys"',
  ],
  reason: 'needed',
  dry: 'dry-run',
  async run(invocation) {
    const { options, terminal, open } = invocation
    const level = levelIn(options)
    const policy = await policyIn(invocation)
    const { calls } = await open()
    const dryRun = await calls.policies.dryRun(level, policy)
    if (options['dry-run'] === true) return { text: told(dryRun), json: dryRun }
    if (options.yes !== true) {
      terminal.tell(`${told(dryRun)}\n`)
      if (!(await isWanted(invocation))) throw new CommandError('declined', 'nothing was changed')
    }
    // What was shown is what is done: a change by somebody else in between is refused.
    const view = await calls.policies.replace(level, policy, { ifVersion: dryRun.version })
    return { text: 'The policy is set.', json: view }
  },
}

/** `keyward policy get`, `set`. */
export const policyCommands: readonly Command[] = [get, set]

function levelIn(options: Invocation['options']): PolicyLevel {
  const id = textIn(options, 'organization')
  return id === undefined ? { kind: 'platform' } : { kind: 'organization', id }
}

async function policyIn({ words: [file], folder, terminal }: Invocation): Promise<StoredPolicy> {
  const text = file === undefined ? await allOf(terminal.lines()) : await textOf(resolve(folder, file))
  try {
    // What is no policy is refused there.
    return JSON.parse(text) as StoredPolicy
  } catch (error) {
    throw new CommandError('bad_json', `${file ?? 'standard input'} is not JSON`, { cause: error })
  }
}

async function allOf(lines: AsyncIterable<string>): Promise<string> {
  const read: string[] = []
  for await (const line of lines) read.push(line)
  return read.join('\n')
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandError('no_file', `${file} cannot be read`, { cause: error })
  }
}

async function isWanted({ terminal }: Invocation): Promise<boolean> {
  try {
    return /^y(es)?$/i.test(await terminal.ask('Set it? (y/N) '))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError('there is no terminal to ask on: --yes sets it without', { cause: error })
  }
}

function told({ impact, touched, shortened, asked }: PolicyDryRun): string {
  return facts([
    ['held up until they enrol a factor', `${String(impact.users)} users`],
    ['would end', credentials(impact)],
    ['whom that touches', namesOf(touched)],
    ['would end earlier than now', credentials(shortened)],
    ['whom that touches', namesOf(shortened.touched)],
    ['asked for a factor later', namesOf(asked)],
  ])
}

function credentials(found: { apiKeys: number; tokens: number; sshKeys: number }): string {
  const { apiKeys, tokens, sshKeys } = found
  return `${String(apiKeys)} API keys, ${String(tokens)} tokens, ${String(sshKeys)} SSH keys`
}

function namesOf({ total, usernames }: TouchedUsers): string {
  if (total === 0) return 'nobody'
  const others = total - usernames.length
  return usernames.join(', ') + (others > 0 ? ` and ${String(others)} others` : '')
}
