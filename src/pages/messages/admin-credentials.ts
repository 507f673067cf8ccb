import type { CredentialKind } from '../../store/credential.js'
import type { Texts } from '../language.js'

/** Everybody's credentials. */
export const adminCredentialTexts = {
  en: {
    title: 'Credentials',
    intro: 'What all users hold: find what is forgotten or about to end, and end what should not be there.',
    kind: 'Kind',
    user: 'User',
    expiresBefore: 'Expires before',
    unusedSince: 'Unused since',
    empty: 'Nothing found',
    created: 'Created {date}',
    lastUsed: 'Last used {date}',
    neverUsed: 'Never used',
    expires: 'Expires {date}',
    expiresSoon: 'Expires soon, {date}',
    expired: 'Expired',
    noExpiration: 'No expiration',
    deleteTitle: 'Delete {name}?',
    deleteText: 'It stops working at once. Its owner sees in their activity who deleted it.',
    delete: 'Delete credential',
    of: '{name} of {user}',
  },
  de: {
    title: 'Zugangsmittel',
    intro:
      'Was alle Benutzer haben: finden Sie, was vergessen ist oder bald abläuft, und beenden Sie, was nicht sein soll.',
    kind: 'Art',
    user: 'Benutzer',
    expiresBefore: 'Läuft ab vor',
    unusedSince: 'Unbenutzt seit',
    empty: 'Nichts gefunden',
    created: 'Erstellt {date}',
    lastUsed: 'Zuletzt benutzt {date}',
    neverUsed: 'Nie benutzt',
    expires: 'Läuft ab {date}',
    expiresSoon: 'Läuft bald ab, {date}',
    expired: 'Abgelaufen',
    noExpiration: 'Unbegrenzt',
    deleteTitle: '{name} löschen?',
    deleteText:
      'Es hört sofort auf zu funktionieren. In der Aktivität des Kontos steht, wer es gelöscht hat.',
    delete: 'Zugangsmittel löschen',
    of: '{name} von {user}',
  },
}

/** What each kind is called. */
export const kindTexts: Texts<Readonly<Record<CredentialKind, string>>> = {
  en: { api_key: 'API key', token: 'Token', ssh_key: 'SSH key', session: 'Session' },
  de: { api_key: 'API-Schlüssel', token: 'Token', ssh_key: 'SSH-Schlüssel', session: 'Sitzung' },
}
