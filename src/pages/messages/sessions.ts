import type { ByCode, Texts } from './language.js'

/** What the page says that lists where somebody is signed in. */
export const sessionTexts = {
  en: {
    title: 'Sessions',
    intro: 'The browsers and devices in which you are signed in.',
    current: 'This session',
    unknown: 'Unknown device',
    active: 'Active now',
    signedIn: 'Signed in {date}',
    lastSeen: 'Last active {date}',
    from: 'from {ip}',
    fromPlace: 'from {place} ({ip})',
    notYou: 'Not you?',
    notYouText:
      'If you don’t recognize one of these, somebody may know your password. A new password signs out every other session.',
    notYouAction: 'Change password and sign out the others',
    end: 'Sign out',
    endOthers: 'Sign out all other sessions',
    endOthersTitle: 'Sign out all other sessions?',
    endOthersText: 'Everywhere but here you will have to sign in again. API keys and tokens go on working.',
  },
  de: {
    title: 'Sitzungen',
    intro: 'Die Browser und Geräte, in denen Sie angemeldet sind.',
    current: 'Diese Sitzung',
    unknown: 'Unbekanntes Gerät',
    active: 'Jetzt aktiv',
    signedIn: 'Angemeldet {date}',
    lastSeen: 'Zuletzt aktiv {date}',
    from: 'von {ip}',
    fromPlace: 'aus {place} ({ip})',
    notYou: 'Das sind nicht Sie?',
    notYouText:
      'Wenn Sie eine davon nicht erkennen, kennt vielleicht jemand Ihr Passwort. Ein neues Passwort meldet alle anderen Sitzungen ab.',
    notYouAction: 'Passwort ändern und die anderen abmelden',
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
