import type { HostSecrets } from '../../host/secrets.js'
import type { Rewrapped } from '../../secret-rotation/rewrapping.js'
import type { Command, Invocation, Outcome } from '../command.js'
import { progressOn } from '../progress.js'
import { columns } from '../columns.js'
import { leftText } from './secret-text.js'

const shown = 20

/** `keyward rewrap`. */
export const rewrapCommand: Command = {
  name: 'rewrap',
  summary: 'Moves all that is sealed and every MAC to the first of `secrets`, while the app runs.',
  options: { check: { type: 'boolean' } },
  about: { check: 'moves nothing; exit code 1 while anything is left under an older secret' },
  examples: ['rewrap', 'rewrap --check'],
  reason: 'taken',
  async run(invocation) {
    const { secrets } = (await invocation.open()).calls
    return invocation.options.check === true ? check(secrets) : move(secrets, invocation)
  },
}

async function check(secrets: HostSecrets): Promise<Outcome> {
  const { left } = await secrets.status()
  const failed = left.rewrap + left.use + left.end > 0
  return { text: leftText(left), json: { left }, failed }
}

async function move(secrets: HostSecrets, { terminal, signal }: Invocation): Promise<Outcome> {
  const before = await secrets.status()
  const progress = progressOn(terminal, { unit: 'rows', total: before.left.rewrap })
  const done = await secrets
    .rewrap({
      progress: (rows) => {
        progress.at(rows)
      },
      signal,
    })
    .finally(() => {
      progress.end()
    })
  const { left } = await secrets.status()
  return {
    text: [...movedText(done), leftText(left)].join('\n'),
    json: { ...done, remaining: left },
    failed: !done.finished || done.left > 0,
  }
}

function movedText({ moved, left, leftRows, finished }: Rewrapped): readonly string[] {
  const rows = leftRows.slice(0, shown).map(({ table, id, reason }) => [table, id, why[reason]])
  return [
    `${moved.toLocaleString('en')} rows were moved${finished ? '.' : ', and then it was interrupted: call it again to go on.'}`,
    ...(left > 0 ? [`${left.toLocaleString('en')} rows were left as they are:`] : []),
    ...columns(rows).map((line) => `  ${line}`),
    ...(left > rows.length ? [`  and ${(left - rows.length).toLocaleString('en')} more`] : []),
  ]
}

const why: Readonly<Record<Rewrapped['leftRows'][number]['reason'], string>> = {
  altered: 'is not as keyward wrote it',
  key_missing: 'stands under a key that is not configured',
  unreadable: 'does not open under its key',
}
