import type { NoticeKind } from './notice.js'

/** What a message says: `{name}` and its like stand for values, and a paragraph whose value there is none of is left out. */
interface MessageTexts {
  readonly subject: string
  readonly paragraphs: readonly string[]
}

/** The messages of all kinds of notices. */
export const noticeTexts: Readonly<Record<'en' | 'de', Readonly<Record<NoticeKind, MessageTexts>>>> = {
  en: {
    'password_reset.requested': {
      subject: 'A new password for {site}',
      paragraphs: [
        'Hello {name},',
        'somebody asked for a new password for your account {username} at {site}. This link lets you choose one. It works once, until {until}:',
        '{url}',
        'It was asked for from the address {ip}.',
        'If that was not you, there is nothing to do: your password stays as it is, as long as nobody else has the link.',
      ],
    },
    'invitation.created': {
      subject: 'Your account at {site}',
      paragraphs: [
        'Hello {name},',
        'the account {username} at {site} was made for you. This link lets you choose its password. It works once, until {until}:',
        '{url}',
        'If you do not expect an account there, there is nothing to do.',
      ],
    },
  },
  de: {
    'password_reset.requested': {
      subject: 'Ein neues Passwort für {site}',
      paragraphs: [
        'Guten Tag {name},',
        'jemand hat ein neues Passwort für Ihr Konto {username} bei {site} verlangt. Mit diesem Link wählen Sie eines. Er gilt einmal, bis {until}:',
        '{url}',
        'Verlangt wurde er von der Adresse {ip}.',
        'Wenn Sie das nicht waren, ist nichts zu tun: Ihr Passwort bleibt, wie es ist, solange niemand sonst den Link hat.',
      ],
    },
    'invitation.created': {
      subject: 'Ihr Konto bei {site}',
      paragraphs: [
        'Guten Tag {name},',
        'das Konto {username} bei {site} wurde für Sie angelegt. Mit diesem Link wählen Sie das Passwort. Er gilt einmal, bis {until}:',
        '{url}',
        'Wenn Sie dort kein Konto erwarten, ist nichts zu tun.',
      ],
    },
  },
}
