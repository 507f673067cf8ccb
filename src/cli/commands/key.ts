import type { RevokedSecret } from '../../secret-scanning/leaked-secrets.js'
import type { Command } from '../command.js'
import { UsageError } from '../error.js'
import { progressOn } from '../progress.js'
import { columns } from '../columns.js'
import { linesIn } from '../line-reader.js'

/** How many are ended before the next are read. */
const atOnce = 100
/** More than any secret has: a longer line is none, and is not kept. */
const mostBytes = 4096

/** `keyward key revoke`. */
export const keyRevokeCommand: Command = {
  name: 'key revoke',
  summary: 'Reads leaked secrets, one a line, from standard input, ends each, and says what it was.',
  examples: ['key revoke --reason "found in a public repository" < leaked.txt'],
  reason: 'taken',
  async run({ open, terminal, signal }) {
    if (terminal.isTyped)
      throw new UsageError('key revoke reads standard input, so that nothing is shown: key revoke < FILE')
    const { secrets } = (await open()).calls
    const progress = progressOn(terminal, { unit: 'secrets' })
    const revoked: RevokedSecret[] = []
    for await (const texts of batches(linesIn(terminal.bytes(), mostBytes))) {
      if (signal.aborted) break
      revoked.push(...(await secrets.revoke(texts)))
      progress.at(revoked.length)
    }
    progress.end()
    return {
      text: textOf(revoked, signal),
      json: { revoked, finished: !signal.aborted },
      failed: signal.aborted,
    }
  },
}

/** Lines without the spaces around them; empty ones hold no secret. */
async function* batches(lines: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  let batch: string[] = []
  for await (const line of lines) {
    const text = Buffer.from(line).toString().trim()
    if (text !== '') batch.push(text)
    if (batch.length < atOnce) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function textOf(revoked: readonly RevokedSecret[], { aborted }: Pick<AbortSignal, 'aborted'>): string {
  if (revoked.length === 0) return 'Nothing was read.'
  const count = revoked.filter(({ ended }) => ended).length
  const rows = revoked.map(({ kind, name, hint, owner, ended }, i) => [
    ...[String(i + 1), kind, name ?? '-', hint ?? '-', owner?.username ?? '-'],
    stateOf({ kind, ended }),
  ])
  return [
    ...columns([['#', 'kind', 'name', 'hint', 'owner', ''], ...rows]),
    `${String(count)} of ${String(revoked.length)} were ended${aborted ? ', and then it was interrupted: what came later was not looked at' : ''}.`,
  ].join('\n')
}

function stateOf({ kind, ended }: Pick<RevokedSecret, 'kind' | 'ended'>): string {
  if (kind === 'unknown') return 'no secret of this app'
  if (!ended) return 'did not count any more'
  return kind === 'ssh_host' ? 'ended: give the host a new one' : 'ended'
}
