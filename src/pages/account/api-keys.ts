import { apiKeyKind } from '../credentials/api-key-kind.js'
import { html } from '../elements/html.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import { credentialSection } from './credential-section.js'

/** The owner's API keys: the list, a form for another, and a page for each, where it is renamed, disabled, renewed and deleted. */
export const apiKeySection = credentialSection(
  apiKeyKind({
    path: '/account/api-keys',
    further: (visit) =>
      visit.theme.shows('/account/tokens') &&
      html`<a class="kw-button" href="${visit.url('/account/tokens/new')}"
        >${visit.text(apiKeyTexts).generateToken}</a
      >`,
  }),
)
