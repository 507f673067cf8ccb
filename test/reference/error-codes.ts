import { KeywardError } from '../../src/index.js'
import type { ErrorCode } from '../../src/index.js'
import { entriesOf } from './declarations.js'
import { code, madeFrom, table } from './markdown.js'

/** What the source says of each error code, in its order. */
export const errorEntries = entriesOf('src/errors.ts', 'table')

/** `docs/reference/errors.md`: each code with its status. */
export function errorsPage(): string {
  const rows = errorEntries.map(({ name, doc }) => {
    // The names are the keys of the table that the type is made of.
    const { status, message } = new KeywardError(name as ErrorCode)
    return [code(name), String(status), message, doc]
  })
  return `${madeFrom('src/errors.ts')}

# Error codes

keyward's own routes answer a refusal as problem details (RFC 9457, \`application/problem+json\`) with \`status\`, \`code\` and \`detail\`. A guard on a route of the app's throws it as a \`KeywardError\` with the same \`code\`, which \`errorHandler()\` answers alike.
Codes are stable; sentences may change. Beside them may stand \`errors\` (a list of \`{ field, code, message }\`), \`methods\` (ways to prove who one is) and \`scopes\`. \`POST /revoke\` answers in the form of OAuth.

${table(['code', 'status', 'its sentence', 'when'], rows)}
`
}
