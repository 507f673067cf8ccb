import type { KeyMove } from '../../secret-rotation/status.js'
import { columns } from '../columns.js'

/** What still stands under another key than new rows do. */
export function leftText({ rewrap, use, end }: Readonly<Record<KeyMove, number>>): string {
  if (rewrap + use + end === 0) return 'Nothing is left under an older secret: it can be taken away.'
  return [
    'Left under older secrets:',
    ...columns([
      [String(rewrap), 'that rewrap can move, or leaves since somebody altered them'],
      [String(use), 'API keys, tokens and hosts that move when they are next used'],
      [String(end), 'sessions, links and codes that stay until they end'],
    ]).map((line) => `  ${line}`),
    'What is left stops working when its secret is taken away.',
  ].join('\n')
}
