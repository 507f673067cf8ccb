import type { InventoryKind } from '../../../admin/credentials.js'
import type { Texts } from '../language.js'

/** What the page of everybody's credentials says. */
export const adminCredentialTexts = {
  en: {
    title: 'Credentials',
    intro:
      'Everybody’s API keys, tokens, SSH keys and sessions. Find those that nobody uses or that end soon, and delete those that should not be there.',
    kind: 'Kind',
    user: 'User',
    fingerprint: 'Fingerprint of an SSH key',
    fingerprintHint: 'SHA256:…, as ssh-keygen -lf shows it: finds who has registered the key.',
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
    limitTitle: 'Request limit of {name}',
    limitText: 'It counts what all routes of the app let in. More is refused until the time is over.',
    own: 'This session',
  },
  de: {
    title: 'Zugangsmittel',
    intro:
      'API-Schlüssel, Tokens, SSH-Schlüssel und Sitzungen aller Benutzer. Finden Sie, was niemand benutzt oder was bald abläuft, und löschen Sie, was nicht sein soll.',
    kind: 'Art',
    user: 'Benutzer',
    fingerprint: 'Fingerabdruck eines SSH-Schlüssels',
    fingerprintHint: 'SHA256:…, wie ssh-keygen -lf ihn zeigt: findet, wer den Schlüssel hinterlegt hat.',
    expiresBefore: 'Läuft ab vor',
    unusedSince: 'Unbenutzt seit',
    empty: 'Nichts gefunden',
    created: 'Erstellt {date}',
    lastUsed: 'Zuletzt benutzt {date}',
    neverUsed: 'Nie benutzt',
    expires: 'Läuft am {date} ab',
    expiresSoon: 'Läuft bald ab, am {date}',
    expired: 'Abgelaufen',
    noExpiration: 'Unbegrenzt',
    deleteTitle: '{name} löschen?',
    deleteText:
      'Es hört sofort auf zu funktionieren. In der Aktivität des Kontos steht, wer es gelöscht hat.',
    delete: 'Zugangsmittel löschen',
    of: '{name} von {user}',
    limitTitle: 'Höchstzahl an Anfragen: {name}',
    limitText:
      'Gezählt wird, was alle Routen der App annehmen. Was darüber hinausgeht, wird abgelehnt, bis die Zeit um ist.',
    own: 'Diese Sitzung',
  },
}

/** What each kind is called. */
export const kindTexts: Texts<Readonly<Record<InventoryKind, string>>> = {
  en: { api_key: 'API key', token: 'Token', ssh_key: 'SSH key', session: 'Session' },
  de: { api_key: 'API-Schlüssel', token: 'Token', ssh_key: 'SSH-Schlüssel', session: 'Sitzung' },
}
