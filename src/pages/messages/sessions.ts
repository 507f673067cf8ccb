import type { ByCode, Texts } from './language.js'

/** What the page says that lists where somebody is signed in. */
export const sessionTexts = {
  en: {
    title: 'Sessions',
    intro: 'Where you are signed in. End what you don’t recognize, then change your password.',
    current: 'This session',
    unknown: 'Unknown device',
    signedIn: 'Signed in {date}',
    lastSeen: 'Last seen {date}',
    from: 'from {ip}',
    end: 'Sign out',
    endOthers: 'Sign out all other sessions',
    endOthersTitle: 'Sign out all other sessions?',
    endOthersText: 'Everywhere but here you will have to sign in again. API keys and tokens go on working.',
  },
  de: {
    title: 'Sitzungen',
    intro: 'Wo Sie angemeldet sind. Beenden Sie, was Sie nicht erkennen, und ändern Sie dann Ihr Passwort.',
    current: 'Diese Sitzung',
    unknown: 'Unbekanntes Gerät',
    signedIn: 'Angemeldet {date}',
    lastSeen: 'Zuletzt gesehen {date}',
    from: 'von {ip}',
    end: 'Abmelden',
    endOthers: 'Alle anderen Sitzungen abmelden',
    endOthersTitle: 'Alle anderen Sitzungen abmelden?',
    endOthersText:
      'Überall außer hier müssen Sie sich dann neu anmelden. API-Schlüssel und Tokens gelten weiter.',
  },
}

/** What a session was opened with, by RFC 8176 value. */
export const amrTexts = {
  en: {
    pwd: 'password',
    otp: 'authenticator app',
    hwk: 'security key',
    rec: 'recovery code',
    user: 'device unlock',
    mfa: 'second factor',
  },
  de: {
    pwd: 'Passwort',
    otp: 'Authenticator-App',
    hwk: 'Sicherheitsschlüssel',
    rec: 'Wiederherstellungscode',
    user: 'Gerätesperre',
    mfa: 'zweiter Faktor',
  },
} satisfies Texts<ByCode>
