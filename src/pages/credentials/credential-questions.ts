import type { Confirmation } from '../elements/confirmation.js'
import { confirmationPage } from '../elements/confirmation.js'
import type { PageContent } from '../elements/page.js'
import type { SessionVisit } from '../visit/visit.js'
import { listIn, pathIn, sectionOf } from './holder.js'
import type { CredentialPausing, KindOfCredential, ListedCredential } from './kind-of-credential.js'

const removalSegments = { delete: 'deletion', revoke: 'revocation' } as const

/** Where somebody is asked whether a credential is to be removed; `own` = the path of its page. */
export function removalPath(
  { removal }: Pick<KindOfCredential<ListedCredential>, 'removal'>,
  own: string,
): string {
  return `${own}/${removalSegments[removal.verb]}`
}

/** The page that asks a question about a credential. */
export function questionPage<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  visit: SessionVisit,
  question: Confirmation,
): PageContent {
  return { ...confirmationPage(visit, question), section: sectionOf(kind) }
}

/** The question whether a credential is to be removed. */
export function removalOf<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  visit: SessionVisit,
  credential: C,
): Confirmation {
  const { removeTitle, removeText, removeButton } = visit.text(kind.texts)
  return {
    id: `${kind.removal.verb}-${credential.id}`,
    path: removalPath(kind, `${pathIn(kind, visit)}/${credential.id}`),
    question: removeTitle,
    name: kind.nameOf(visit, credential),
    consequence: removeText,
    button: removeButton,
    section: listIn(kind, visit),
  }
}

/** What a credential may be asked to become: disabled where it is not, and enabled where it is. */
export type Pause = 'disabling' | 'enabling'

/** What can be done to a credential now. */
export function pauseOf({ disabled = false }: ListedCredential): Pause {
  return disabled ? 'enabling' : 'disabling'
}

/** The question whether a credential is to be disabled, or enabled again. */
export function pauseQuestion<C extends ListedCredential>(
  { kind, pausing }: { readonly kind: KindOfCredential<C>; readonly pausing: CredentialPausing },
  visit: SessionVisit,
  { credential, pause }: { readonly credential: C; readonly pause: Pause },
): Confirmation {
  const texts = visit.text(pausing.texts)
  const disabling = pause === 'disabling'
  return {
    id: `${pause}-${credential.id}`,
    path: `${pathIn(kind, visit)}/${credential.id}/${pause}`,
    question: disabling ? texts.disableTitle : texts.enableTitle,
    name: kind.nameOf(visit, credential),
    consequence: disabling ? texts.disableText : texts.enableText,
    button: disabling ? texts.disableButton : texts.enableButton,
    harmless: true,
    section: listIn(kind, visit),
  }
}
