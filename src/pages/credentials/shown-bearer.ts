import type { Secret } from '../../crypto/secret.js'
import { KeywardError } from '../../errors.js'
import type { Services } from '../../http/services.js'
import { codeExamples, variableOf } from '../elements/code-examples.js'
import type { Html } from '../elements/html.js'
import { secretCard, wasShown } from '../elements/secret-card.js'
import { askedSecret } from '../elements/shown-once.js'
import type { SessionVisit } from '../visit/visit.js'
import { holderOf, listIn } from './holder.js'
import type { CreationWithSecret, KindOfCredential, ListedCredential } from './kind-of-credential.js'

/** A key or token with its secret, and the kind of credential that it is. */
interface RevealedBearer<C extends ListedCredential> {
  readonly kind: KindOfCredential<C>
  readonly creation: CreationWithSecret<C>
  readonly credential: C
  readonly secret: Secret
}

/** What stands over a list whose address asks for the secret of one: the card that shows it or, from then on, that it was shown. */
export async function shownBearer<C extends ListedCredential>(
  services: Services,
  visit: SessionVisit,
  of: Pick<RevealedBearer<C>, 'kind' | 'creation'>,
): Promise<Html | null> {
  const { kind, creation } = of
  const made = visit.query('made')
  if (made === '') return null
  const holder = await holderOf(kind, services, visit)
  // The credential is read first, so that nothing can come between a secret and the page that shows it.
  const credential = await owned(kind.serviceOf(services).get(holder, made))
  const asked = credential && (await askedSecret(services, visit, creation.purpose))
  if (!credential || !asked) return null
  if (!asked.secret) return wasShown(visit, creation.purpose, kind.nameOf(visit, credential))
  return bearerCard(services, visit, { ...of, credential, secret: asked.secret })
}

/** The card that shows the secret of a key or token. */
export function bearerCard<C extends ListedCredential>(
  services: Services,
  visit: SessionVisit,
  { kind, creation, credential, secret }: RevealedBearer<C>,
): Html {
  const { copyNow, secretLabel } = visit.text(creation.secretTexts)
  const key = creation.keyOf(credential)
  const variable = variableOf(services, visit, key.kind)
  const value = secret.reveal()
  return secretCard(visit, {
    name: kind.nameOf(visit, credential),
    facts: creation.facts(services, visit, credential),
    copyNow,
    label: secretLabel,
    value,
    variable,
    use: codeExamples(services, visit, { ...key, secret: value, variable }),
    done: visit.url(listIn(kind, visit)),
  })
}

/** `null` for a credential that is gone, or was never there. */
async function owned<C>(found: Promise<C>): Promise<C | null> {
  return found.catch((error: unknown) => {
    if (error instanceof KeywardError && error.code === 'not_found') return null
    throw error
  })
}
