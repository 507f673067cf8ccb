import { groupOfEvent } from '../../src/event-group.js'
import { eventTypes } from '../../src/events.js'
import { entriesOf, propertiesOf } from './declarations.js'
import { code, madeFrom, table } from './markdown.js'

/** What the source says of each event type, in its order. */
export const eventEntries = entriesOf('src/events.ts', 'eventTypes')

/** `docs/reference/events.md`: each type of event, and what an event holds. */
export function eventsPage(): string {
  const fields = propertiesOf('src/events.ts', 'AuditEvent').map(({ name, type, doc }) => [
    code(name),
    code(type),
    doc,
  ])
  return `${madeFrom('src/events.ts')}

# Events

Each event is a row in the audit, and is told to listeners once it is stored: \`keyward.events.on('api_key.created', listener)\`, or \`'*'\` for all. A listener cannot change an outcome.
What changes something is written in one transaction with its event. Refusals are written by themselves, and those that repeat are counted.
Users read their own at \`GET /events\`, administrators all at \`GET /admin/events\`: by type, group, outcome and time, administrators also by user and address. With \`Accept: application/x-ndjson\` or \`text/csv\` all that the filter finds is sent, however much it is. No event holds a secret.

## What an event holds

${table(['field', 'type', ''], fields)}

\`actor\` and \`subject\` have \`kind\`, \`id\` and \`name\`, and a \`hint\` where they are a credential. The kind \`host\` with the id \`host\` is the app itself; \`operator\` is somebody who ran [the command](../operating.md), by the name of their Unix user, and \`note\` is the reason that they gave.

## Types

${table(
  ['type', 'group', 'when'],
  eventEntries.map(({ name, doc }) => [code(name), code(groupOf(name)), doc]),
)}
`
}

function groupOf(name: string): string {
  const type = eventTypes.find((one) => one === name)
  return type === undefined ? '' : groupOfEvent[type]
}
