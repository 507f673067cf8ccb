import type { Refusal } from '../../credentials/verdict.js'
import type { CodeRefusal } from '../../sign-in/code-check.js'
import type { SignInRefusal } from '../../sign-in/refused-sign-in.js'
import type { AgentRefusal } from '../../ssh/agent/decision.js'
import type { Texts } from './language.js'

/** Every reason of an event that is no `request.refused`. */
type EventReason =
  | SignInRefusal
  | Refusal
  | AgentRefusal
  // Of factors and of sign-ins that went no further.
  | CodeRefusal
  | 'counter_went_back'
  | 'signed_out'
  // Of credentials and hosts.
  | 'revoked_by_holder'
  | 'leaked'
  | 'altered'
  | 'host_disabled'
  | 'address_not_allowed'
  // Of SSH private keys that could not be used.
  | 'forbidden'
  | 'not_found'
  | 'busy'
  | 'unavailable'

/** Why something happened, by the reason of its event, where the event's own sentence leaves that open; said beside it. */
export const eventReasonTexts = {
  en: {
    invalid_credentials: 'the password was not accepted',
    unreadable_hash: 'the stored password could not be read',
    too_many_attempts: 'after too many attempts',
    overtaken: 'the account was changed meanwhile',
    invalid_code: 'it was wrong, or used before',
    clock_went_back: 'the server’s clock was ahead and was set back',
    counter_went_back: 'it counted backwards',
    signed_out: 'another sign-in took its place',
    revoked_by_holder: 'the key or token did it itself',
    leaked: 'its secret was found in public',
    expired: 'its time was over',
    owner_disabled: 'the account was disabled',
    disabled: 'it was disabled',
    rotated: 'it was renewed, and the old secret was used',
    revoked: 'it was deleted or signed out',
    altered: 'it was changed in the database by something else',
    host_disabled: 'the host was disabled',
    address_not_allowed: 'from an address that is not allowed',
    request_not_allowed: 'for something other than a login',
    already_bound: 'for a second login at once',
    forwarding_not_allowed: 'for a forwarded connection',
    host_not_allowed: 'for another host',
    host_not_proved: 'the host did not prove which it is',
    not_bound: 'no host was named',
    unknown_key: 'for another key',
    not_a_login: 'for something other than a login',
    wrong_session: 'for another connection',
    user_not_allowed: 'for another user of the host',
    algorithm_not_allowed: 'for a kind of signature that is not allowed',
    budget_spent: 'it was used as often as allowed',
    forbidden: 'its owner may not use it now',
    not_found: 'it was deleted meanwhile',
    busy: 'too much was going on',
    unavailable: 'the service did not answer',
  },
  de: {
    invalid_credentials: 'das Passwort wurde nicht angenommen',
    unreadable_hash: 'das gespeicherte Passwort war nicht lesbar',
    too_many_attempts: 'nach zu vielen Versuchen',
    overtaken: 'das Konto wurde inzwischen geändert',
    invalid_code: 'falsch, oder schon einmal benutzt',
    clock_went_back: 'die Uhr des Servers ging vor und wurde zurückgestellt',
    counter_went_back: 'er zählte rückwärts',
    signed_out: 'eine andere Anmeldung trat an ihre Stelle',
    leaked: 'sein Geheimnis wurde öffentlich gefunden',
    revoked_by_holder: 'durch den Schlüssel oder das Token selbst',
    expired: 'die Zeit war um',
    owner_disabled: 'das Konto war gesperrt',
    disabled: 'war ausgeschaltet',
    rotated: 'war erneuert, und das alte Geheimnis wurde benutzt',
    revoked: 'war gelöscht oder abgemeldet',
    altered: 'war von etwas anderem in der Datenbank geändert worden',
    host_disabled: 'der Host war gesperrt',
    address_not_allowed: 'von einer Adresse, die nicht erlaubt ist',
    request_not_allowed: 'für etwas anderes als eine Anmeldung',
    already_bound: 'für eine zweite Anmeldung zugleich',
    forwarding_not_allowed: 'für eine weitergereichte Verbindung',
    host_not_allowed: 'für einen anderen Host',
    host_not_proved: 'der Host hat nicht bewiesen, welcher er ist',
    not_bound: 'kein Host war genannt',
    unknown_key: 'für einen anderen Schlüssel',
    not_a_login: 'für etwas anderes als eine Anmeldung',
    wrong_session: 'für eine andere Verbindung',
    user_not_allowed: 'für einen anderen Benutzer des Hosts',
    algorithm_not_allowed: 'für eine Art von Signatur, die nicht erlaubt ist',
    budget_spent: 'er war so oft benutzt, wie erlaubt ist',
    forbidden: 'sein Besitzer darf ihn zurzeit nicht benutzen',
    not_found: 'er wurde inzwischen gelöscht',
    busy: 'es war zu viel los',
    unavailable: 'der Dienst hat nicht geantwortet',
  },
} satisfies Texts<Record<EventReason, string>>
