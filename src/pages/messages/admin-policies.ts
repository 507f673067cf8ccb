import type { Texts } from './language.js'

type ByName = Readonly<Record<string, string>>

/** What the pages for policies say to administrators. */
export const adminPolicyTexts = {
  en: {
    title: 'Policies',
    platform: 'Policy of the platform',
    organization: 'Policy of the organization “{name}”',
    intro: 'What the platform sets holds for everybody. What it leaves open, each organization may set.',
    search: 'Organization (empty for the platform)',
    open: 'Open',
    notSet: 'Not set',
    on: 'On',
    off: 'Off',
    some: 'Only these',
    inForce: 'In force now: {value}',
    byPlatform: 'Set by the platform',
    days: '{n} days',
    hours: '{n} hours',
    oneHour: '1 hour',
    none: 'No expiration',
    nothing: 'nothing',
    review: 'Review changes',
    reviewTitle: 'What this would change',
    nothingEnds: 'Nothing that works now would stop.',
    would: 'As soon as you save:',
    users: 'Users who could not go on without setting up a second factor: {n}',
    apiKeys: 'API keys that would stop working: {n}',
    tokens: 'Tokens that would stop working: {n}',
    sshKeys: 'SSH keys that would no longer be let in: {n}',
    save: 'Save policy',
    back: 'Change something',
  },
  de: {
    title: 'Richtlinien',
    platform: 'Richtlinie der Plattform',
    organization: 'Richtlinie der Organisation „{name}“',
    intro:
      'Was die Plattform festlegt, gilt für alle. Was sie offen lässt, kann jede Organisation festlegen.',
    search: 'Organisation (leer für die Plattform)',
    open: 'Öffnen',
    notSet: 'Nicht festgelegt',
    on: 'An',
    off: 'Aus',
    some: 'Nur diese',
    inForce: 'Jetzt gilt: {value}',
    byPlatform: 'Von der Plattform festgelegt',
    days: '{n} Tage',
    hours: '{n} Stunden',
    oneHour: '1 Stunde',
    none: 'Unbegrenzt',
    nothing: 'nichts',
    review: 'Änderungen prüfen',
    reviewTitle: 'Was sich ändern würde',
    nothingEnds: 'Nichts, was jetzt gilt, würde enden.',
    would: 'Sobald Sie speichern:',
    users: 'Benutzer, die erst einen zweiten Faktor einrichten müssten: {n}',
    apiKeys: 'API-Schlüssel, die nicht mehr gelten würden: {n}',
    tokens: 'Tokens, die nicht mehr gelten würden: {n}',
    sshKeys: 'SSH-Schlüssel, die nicht mehr eingelassen würden: {n}',
    save: 'Richtlinie speichern',
    back: 'Etwas ändern',
  },
}

/** What the groups of a policy are called. */
export const policyGroupTexts: Texts<ByName> = {
  en: {
    mfa: '2-step verification',
    apiKeys: 'API keys',
    tokens: 'Tokens',
    sshKeys: 'SSH keys',
    enforcement: 'Users without the second factor that is demanded',
  },
  de: {
    mfa: 'Bestätigung in zwei Schritten',
    apiKeys: 'API-Schlüssel',
    tokens: 'Tokens',
    sshKeys: 'SSH-Schlüssel',
    enforcement: 'Benutzer ohne den verlangten zweiten Faktor',
  },
}

/** What each field of a policy is called. */
export const policyFieldTexts: Texts<ByName> = {
  en: {
    'mfa.enforceMfa': 'Demand a second factor',
    'mfa.enforceSecurityKey': 'Demand a security key',
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
}

/** What those values are called that are not shown as they are. */
export const policyValueTexts: Texts<ByName> = {
  en: {
    any: 'Any',
    'device-bound': 'Only those that can’t be synced',
    attested: 'Only those their maker vouches for',
  },
  de: {
    any: 'Jede',
    'device-bound': 'Nur solche, die sich nicht synchronisieren lassen',
    attested: 'Nur solche, für die der Hersteller bürgt',
  },
}
