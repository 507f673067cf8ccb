import type { ByCode, Texts } from '../language.js'

/** What the groups of a policy are called. */
export const policyGroupTexts = {
  en: {
    mfa: '2-step verification',
    apiKeys: 'API keys',
    tokens: 'Tokens',
    sshKeys: 'SSH keys',
    enforcement: 'Users who haven’t set up the required second factor',
  },
  de: {
    mfa: 'Bestätigung in zwei Schritten',
    apiKeys: 'API-Schlüssel',
    tokens: 'Tokens',
    sshKeys: 'SSH-Schlüssel',
    enforcement: 'Benutzer, die den verlangten zweiten Faktor nicht eingerichtet haben',
  },
} satisfies Texts<ByCode>

/** What holds, in sentences. */
export const policyHoldTexts = {
  en: {
    noFactor: 'Nobody has to set up a second factor.',
    anyFactor: 'Everybody needs a second factor.',
    securityKey: 'Everybody needs a security key.',
    'device-bound': 'It must be one that can’t be synced.',
    attested: 'It must be attested by the manufacturer.',
    grace: 'Time to set it up: {days}.',
    atOnce: 'It has to be set up at once.',
    credentialsWork: 'Their API keys and tokens go on working.',
    credentialsBlocked: 'Their API keys and tokens are refused.',
    sshKeysWork: 'Their SSH keys go on working.',
    sshKeysBlocked: 'Their SSH keys are refused.',
    choices: 'Users choose the expiration: {choices}.',
    noEnd: 'no expiration',
    usualApiKey: 'Unless they choose, a key expires after {days}.',
    usualForEver: 'Unless they choose, a key doesn’t expire.',
    allApiKeys: 'Every key expires after {days}.',
    apiKeysForEver: 'Keys don’t expire.',
    mostApiKeys: 'Keys per user: {n} at most.',
    noApiKeys: 'Users can’t add any.',
    upTo: 'Users choose the lifetime, up to {hours}.',
    usualToken: 'Unless they choose, a token expires after {hours}.',
    allTokens: 'Every token expires after {hours}.',
    everyType: 'Keys of every type.',
    types: 'Only keys of these types: {types}.',
    rsa: 'RSA keys have {n} bits or more.',
    sshEnd: 'A key expires after {days} at the latest.',
    sshForEver: 'Keys may have no expiration.',
    may: 'Who signs in may {what}.',
    mayNothing: 'Who signs in may only run commands.',
  },
  de: {
    noFactor: 'Niemand muss einen zweiten Faktor einrichten.',
    anyFactor: 'Alle brauchen einen zweiten Faktor.',
    securityKey: 'Alle brauchen einen Sicherheitsschlüssel.',
    'device-bound': 'Er darf sich nicht synchronisieren lassen.',
    attested: 'Er muss vom Hersteller bestätigt sein.',
    grace: 'Zeit zum Einrichten: {days}.',
    atOnce: 'Er muss sofort eingerichtet werden.',
    credentialsWork: 'Ihre API-Schlüssel und Tokens gelten weiter.',
    credentialsBlocked: 'Ihre API-Schlüssel und Tokens werden abgelehnt.',
    sshKeysWork: 'Ihre SSH-Schlüssel gelten weiter.',
    sshKeysBlocked: 'Ihre SSH-Schlüssel werden abgelehnt.',
    choices: 'Benutzer wählen die Gültigkeit: {choices}.',
    noEnd: 'unbegrenzt',
    usualApiKey: 'Ohne Wahl gilt ein Schlüssel so lange: {days}.',
    usualForEver: 'Ohne Wahl gilt ein Schlüssel unbegrenzt.',
    allApiKeys: 'Jeder Schlüssel gilt so lange: {days}.',
    apiKeysForEver: 'Schlüssel gelten unbegrenzt.',
    mostApiKeys: 'Schlüssel je Benutzer: höchstens {n}.',
    noApiKeys: 'Benutzer können keine hinzufügen.',
    upTo: 'Benutzer wählen die Gültigkeit, höchstens {hours}.',
    usualToken: 'Ohne Wahl gilt ein Token so lange: {hours}.',
    allTokens: 'Jedes Token gilt so lange: {hours}.',
    everyType: 'Schlüssel jeder Art.',
    types: 'Nur Schlüssel dieser Arten: {types}.',
    rsa: 'RSA-Schlüssel haben mindestens {n} Bits.',
    sshEnd: 'Ein Schlüssel gilt höchstens so lange: {days}.',
    sshForEver: 'Schlüssel dürfen unbegrenzt gelten.',
    may: 'Wer sich anmeldet, darf {what}.',
    mayNothing: 'Wer sich anmeldet, darf nur Befehle ausführen.',
  },
}

/** What may be set, where the choices alone do not say so. */
export const policyLimitTexts = {
  en: {
    'apiKeys.allowedDays': 'At least one.',
    'apiKeys.defaultDays': 'Has to be one of those to choose from.',
    'tokens.defaultHours': 'Can’t be more than the longest lifetime.',
    'sshKeys.allowedTypes': 'At least one.',
  },
  de: {
    'apiKeys.allowedDays': 'Mindestens eine.',
    'apiKeys.defaultDays': 'Muss unter denen sein, die zur Wahl stehen.',
    'tokens.defaultHours': 'Darf nicht länger sein als die längste Gültigkeit.',
    'sshKeys.allowedTypes': 'Mindestens eine.',
  },
} satisfies Texts<ByCode>

/** What each field of a policy is called. */
export const policyFieldTexts = {
  en: {
    'mfa.enforceMfa': 'Require a second factor',
    'mfa.enforceSecurityKey': 'Require a security key',
    'mfa.graceDays': 'Days to set it up',
    'mfa.securityKeyKind': 'Kind of security key',
    'apiKeys.expiryChoice': 'Users choose the expiration',
    'apiKeys.allowedDays': 'Expirations to choose from',
    'apiKeys.defaultDays': 'Default expiration',
    'apiKeys.maxPerUser': 'API keys per user',
    'tokens.lifetimeChoice': 'Users choose the lifetime',
    'tokens.maxHours': 'Longest lifetime',
    'tokens.defaultHours': 'Default lifetime',
    'sshKeys.allowedTypes': 'Types of key',
    'sshKeys.minRsaBits': 'Shortest RSA key, bits',
    'sshKeys.maxDays': 'Longest life',
    'sshKeys.permit': 'What a sign-in may do',
    'enforcement.blockCredentials': 'Block their API keys and tokens',
    'enforcement.blockSshKeys': 'Block their SSH keys',
  },
  de: {
    'mfa.enforceMfa': 'Zweiten Faktor verlangen',
    'mfa.enforceSecurityKey': 'Sicherheitsschlüssel verlangen',
    'mfa.graceDays': 'Tage zum Einrichten',
    'mfa.securityKeyKind': 'Art des Sicherheitsschlüssels',
    'apiKeys.expiryChoice': 'Benutzer wählen die Gültigkeit',
    'apiKeys.allowedDays': 'Gültigkeiten zur Wahl',
    'apiKeys.defaultDays': 'Übliche Gültigkeit',
    'apiKeys.maxPerUser': 'API-Schlüssel je Benutzer',
    'tokens.lifetimeChoice': 'Benutzer wählen die Gültigkeit',
    'tokens.maxHours': 'Längste Gültigkeit',
    'tokens.defaultHours': 'Übliche Gültigkeit',
    'sshKeys.allowedTypes': 'Arten von Schlüsseln',
    'sshKeys.minRsaBits': 'Kürzester RSA-Schlüssel, Bits',
    'sshKeys.maxDays': 'Längste Gültigkeit',
    'sshKeys.permit': 'Was eine Anmeldung darf',
    'enforcement.blockCredentials': 'Ihre API-Schlüssel und Tokens sperren',
    'enforcement.blockSshKeys': 'Ihre SSH-Schlüssel sperren',
  },
} satisfies Texts<ByCode>

/** What those values are called that are not shown as they are. */
export const policyValueTexts = {
  en: {
    any: 'Any',
    'device-bound': 'Only those that can’t be synced',
    attested: 'Only those attested by the manufacturer',
  },
  de: {
    any: 'Jede',
    'device-bound': 'Nur solche, die sich nicht synchronisieren lassen',
    attested: 'Nur solche, die der Hersteller bestätigt',
  },
} satisfies Texts<ByCode>
