import { addressOf } from '../../client.js'
import type { ApiKey } from '../../credentials/shown-api-key.js'
import { textArea } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { Problem } from '../elements/problem.js'
import { sentence } from '../elements/sentence.js'
import { textList } from '../elements/text-list.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import type { Form } from '../visit/form.js'
import type { SessionVisit } from '../visit/visit.js'

/** The field for the addresses that a key may be used from, one a line. It tells the address that the page is looked at from. */
export function addressField(
  visit: SessionVisit,
  shown: { readonly addresses: readonly string[]; readonly problem: Problem | null },
): Html {
  const texts = visit.text(apiKeyTexts)
  const { addresses, problem } = shown
  const ip = addressOf(visit.client)
  const own = ip !== null && sentence(texts.presentAddress, { ip: html`<code>${ip}</code>` })
  return textArea({
    name: 'allowedAddresses',
    label: texts.allowedAddresses,
    hint: html`${texts.allowedAddressesHint} ${own}`,
    value: problem ? visit.form.text('allowedAddresses') : addresses.join('\n'),
    optional: true,
    mono: true,
    problem,
  })
}

/** The addresses that a form names. */
export function addressesIn(form: Form): readonly string[] {
  return textList(form.text('allowedAddresses'))
}

/** Where a key may be used from. */
export function addressFact(visit: SessionVisit, { allowedAddresses }: ApiKey): Value {
  if (allowedAddresses.length === 0) return visit.text(apiKeyTexts).anyAddress
  return html`${allowedAddresses.map((range, i) => html`${i > 0 && ', '}<code>${range}</code>`)}`
}
