import type { KeyStatus, RowsUnderKey, SecretStatus } from '../../secret-rotation/status.js'
import type { Command } from '../command.js'
import { columns } from '../columns.js'
import { leftText } from './secret-text.js'

/** `keyward secret new`. */
export const secretNewCommand: Command = {
  name: 'secret new',
  summary: 'Prints a new secret for `secrets`, and what to do with it.',
  examples: ['secret new'],
  reason: 'none',
  async run({ terminal, json }) {
    const { randomBytes } = await import('node:crypto')
    const secret = randomBytes(32).toString('base64url')
    if (!json) terminal.tell(howTo)
    return { text: secret, json: { secret } }
  },
}

/** `keyward secret status`. */
export const secretStatusCommand: Command = {
  name: 'secret status',
  summary: 'Counts what stands under each of `secrets`, or under another key.',
  examples: ['secret status', 'secret status --json'],
  reason: 'none',
  async run({ open }) {
    const status = await (await open()).calls.secrets.status()
    return { text: textOf(status), json: status }
  },
}

const howTo = `A new secret, of 256 random bits. It is shown this once, and stored nowhere.
1. Put it behind the present one, secrets: [present, new], and restart every process: each can read then what the others write.
2. Put it in front, secrets: [new, present], and restart every process: what is new stands under it.
3. npx keyward rewrap moves what can be moved; npx keyward secret status counts what is left.
4. Once nothing is left that you need, take the old one away: secrets: [new].
`

function textOf(status: SecretStatus): string {
  return [...status.keys.map(keyText), ...renewedText(status), leftText(status.left)].join('\n\n')
}

function keyText({ keyId, place, from, rows }: KeyStatus): string {
  const title = `${keyId}  ${whose(place, from)}`
  if (rows.length === 0) return `${title}\n  nothing stands under it`
  return [title, ...columns(rows.map(rowText)).map((line) => `  ${line}`)].join('\n')
}

function whose(place: number | null, from: KeyStatus['from']): string {
  if (place === 0) return 'the first of `secrets`: what is new stands under it'
  if (place !== null) return `number ${String(place + 1)} of \`secrets\``
  return from === 'key_provider'
    ? 'a key of `keyProvider`'
    : 'not configured: what stands under it cannot be used'
}

function rowText({ table, count, ended, move, endBy, lastUsedAt }: RowsUnderKey): readonly string[] {
  const facts = [
    how[move],
    ...(move !== 'rewrap' && endBy !== null && count > 0 ? [`all end by ${endBy}`] : []),
    ...(move !== 'rewrap' && lastUsedAt !== null ? [`last used ${lastUsedAt}`] : []),
    ...(ended > 0 ? [`${String(ended)} more ended`] : []),
  ]
  return [table, String(count), facts.join(', ')]
}

const how: Readonly<Record<RowsUnderKey['move'], string>> = {
  rewrap: 'moved by rewrap',
  use: 'each moves when it is next used',
  end: 'each stays until it ends',
}

function renewedText({ renewed }: SecretStatus): readonly string[] {
  if (renewed.length === 0) return []
  const rows = renewed.map(({ table, count, until }) => [table, String(count), `until ${until}`])
  return [
    [
      'Renewed, and the secret from before still works, perhaps under an older secret:',
      ...columns(rows).map((row) => `  ${row}`),
    ].join('\n'),
  ]
}
