import type { ByCode, Texts } from './language.js'

/** What is wrong, by the code of a refusal or of an unacceptable field. */
export const problemTexts = {
  en: {
    mend: 'Please check the following.',
    not_allowed: 'This can’t be accepted as it is.',
    required: 'Fill this in.',
    too_long: 'This is too long.',
    too_short: 'This is too short.',
    same_as_before: 'This is your current password. Choose a different one.',
    'newPassword.too_short.limit': 'Use at least {n} characters.',
    too_common: 'This password is easy to guess. Try several words that don’t belong together.',
    similar_to_username: 'This is too much like your user name.',
    wrong_type: 'This can’t be accepted as it is.',
    malformed: 'This can’t be accepted as it is.',
    invalid_characters: 'Leave out line breaks and invisible characters.',
    name_taken: 'You have one with this name already. Choose another name.',
    expiry_not_allowed: 'Your organization doesn’t allow this expiration. Choose another one.',
    lifetime_not_allowed: 'Your organization doesn’t allow this lifetime. Choose another one.',
    unknown_scope: 'Choose among the scopes shown.',
    'scopes.required': 'Choose at least one scope.',
    'allowedAddresses.malformed':
      'Write one address or range on each line, such as 203.0.113.7 or 10.0.0.0/8.',
    'allowedAddresses.out_of_range': 'List at most 20 addresses and ranges.',
    'limit.requests.wrong_type': 'Write a whole number of at least 1.',
    'limit.requests.out_of_range': 'Write a whole number of at least 1.',
    'limit.perSeconds.wrong_type': 'Write a whole number from 1 to 86400.',
    'limit.perSeconds.out_of_range': 'Write a whole number from 1 to 86400.',
    limit_reached: 'You have as many of these as you may have. Delete one you no longer need.',
    invalid_credentials: 'The user name or password isn’t right.',
    invalid_code: 'That code isn’t right, or was used before.',
    malformed_response: 'The security key didn’t answer as expected. Try again.',
    device_not_allowed: 'Your organization doesn’t allow this kind of security key. Use another one.',
    already_registered: 'This security key is registered already.',
    required_by_policy: 'Your organization requires this. Set up another second factor first.',
    private_key_pasted:
      'This is a private key. It has to stay secret: paste the public one, from the file that ends in .pub.',
    public_key_pasted: 'This is a public key. Paste the private one, from the file without .pub.',
    unsupported_type: 'This type of key is not supported or not allowed by your organization.',
    options_not_allowed: 'Paste the key alone, without options before it.',
    one_key_only: 'Paste one key only.',
    certificate_not_allowed: 'This is a certificate. Paste the public key itself.',
    pkcs8_public_key:
      'This is a public key in PEM, not as SSH writes it. “ssh-keygen -i -m PKCS8 -f key.pem” converts it; for Ed25519, “ssh-keygen -y -f” and the name of the private key’s file.',
    pkcs1_public_key:
      'This is an RSA public key in PEM, not as SSH writes it. “ssh-keygen -i -m PEM -f key.pem” converts it.',
    malformed_key: 'This can’t be read as a key. Paste the whole contents of the file.',
    key_in_use: 'This key is in use already. Make another one.',
    passphrase_required: 'This key has a passphrase. Type it in, and paste the key again.',
    wrong_passphrase: 'The passphrase isn’t right. Type it again, and paste the key again.',
    ppk_not_supported: 'This kind of PuTTY file can’t be read. Export it from PuTTYgen as an OpenSSH key.',
    username_taken: 'There is a user with this name already.',
    unknown_user: 'There is no such user.',
    ambiguous:
      'This is the ID of one and the name of another. Use the name of the one, or the ID of the other.',
    out_of_range: 'This is outside of what is allowed.',
    last_admin: 'Nobody would be left to administer. Name another administrator first.',
    setter_not_compliant: 'Set up yourself what you require of others, and sign in with it, first.',
    precondition_failed:
      'Somebody changed this meanwhile, and nothing of yours was saved. Here is how it stands now.',
    method_not_allowed: 'The app manages this by itself, not here.',
    security_keys_unavailable:
      'Browsers allow no security key where a site is reached by an IP address. Open it by its name.',
    no_factor: 'Turn on 2-step verification first.',
    stronger_factor_required: 'Use one of the other ways to confirm it’s you.',
    conflict: 'Something else was changed at the same moment. Look at the page again, then retry.',
    expired: 'That took too long. Please begin again.',
    too_many_attempts: 'Too many attempts. Wait some minutes, then try again.',
    rate_limited: 'Too many requests. Wait a moment, then try again.',
    busy: 'There is a lot going on right now. Try again in a moment.',
    unavailable: 'The service can’t be reached right now. Try again in a moment.',
    csrf: 'This form is out of date or came from another site. Nothing was changed. Open the page again and retry.',
    stale:
      'This page was open for too long, or you signed in again meanwhile. Nothing was changed: check what you typed and send it once more.',
    no_page: 'There is no page at this address.',
    forbidden: 'Your account isn’t allowed to do this.',
    not_found: 'It may have been deleted, or the address is wrong.',
    invalid_token: 'This page is for people who sign in, not for keys or tokens.',
    interactive_session_required: 'This page is for people who sign in, not for keys or tokens.',
    payload_too_large: 'What was sent is too large.',
    unsupported_media_type: 'What was sent is not a form.',
    invalid_request: 'What was sent could not be read.',
    invalid_input: 'What was sent could not be read.',
    malformed_json: 'What was sent could not be read.',
  },
  de: {
    mend: 'Bitte prüfen Sie Folgendes.',
    not_allowed: 'So kann das nicht angenommen werden.',
    required: 'Bitte ausfüllen.',
    too_long: 'Das ist zu lang.',
    too_short: 'Das ist zu kurz.',
    same_as_before: 'Das ist Ihr bisheriges Passwort. Wählen Sie ein anderes.',
    'newPassword.too_short.limit': 'Nehmen Sie mindestens {n} Zeichen.',
    too_common:
      'Dieses Passwort ist leicht zu erraten. Nehmen Sie mehrere Wörter, die nicht zusammengehören.',
    similar_to_username: 'Das ist Ihrem Benutzernamen zu ähnlich.',
    wrong_type: 'So kann das nicht angenommen werden.',
    malformed: 'So kann das nicht angenommen werden.',
    invalid_characters: 'Bitte ohne Zeilenumbrüche und unsichtbare Zeichen.',
    name_taken: 'Diesen Namen haben Sie schon vergeben. Bitte wählen Sie einen anderen.',
    expiry_not_allowed: 'Ihre Organisation lässt diese Gültigkeit nicht zu. Bitte wählen Sie eine andere.',
    lifetime_not_allowed: 'Ihre Organisation lässt diese Gültigkeit nicht zu. Bitte wählen Sie eine andere.',
    unknown_scope: 'Bitte wählen Sie unter den gezeigten Berechtigungen.',
    'scopes.required': 'Bitte wählen Sie mindestens eine Berechtigung.',
    'allowedAddresses.malformed':
      'Schreiben Sie je Zeile eine Adresse oder einen Bereich, etwa 203.0.113.7 oder 10.0.0.0/8.',
    'allowedAddresses.out_of_range': 'Höchstens 20 Adressen und Bereiche sind möglich.',
    'limit.requests.wrong_type': 'Bitte eine ganze Zahl ab 1 angeben.',
    'limit.requests.out_of_range': 'Bitte eine ganze Zahl ab 1 angeben.',
    'limit.perSeconds.wrong_type': 'Bitte eine ganze Zahl von 1 bis 86400 angeben.',
    'limit.perSeconds.out_of_range': 'Bitte eine ganze Zahl von 1 bis 86400 angeben.',
    limit_reached: 'Mehr davon dürfen Sie nicht haben. Löschen Sie, was Sie nicht mehr brauchen.',
    invalid_credentials: 'Benutzername oder Passwort stimmt nicht.',
    invalid_code: 'Der Code stimmt nicht oder wurde schon benutzt.',
    malformed_response: 'Der Sicherheitsschlüssel hat nicht wie erwartet geantwortet. Bitte noch einmal.',
    device_not_allowed: 'Ihre Organisation lässt diese Art von Sicherheitsschlüssel nicht zu.',
    already_registered: 'Dieser Sicherheitsschlüssel ist schon hinterlegt.',
    required_by_policy:
      'Ihre Organisation verlangt das. Richten Sie zuerst einen anderen zweiten Faktor ein.',
    private_key_pasted:
      'Das ist ein privater Schlüssel. Er muss geheim bleiben: fügen Sie den öffentlichen ein, aus der Datei mit der Endung .pub.',
    public_key_pasted:
      'Das ist ein öffentlicher Schlüssel. Fügen Sie den privaten ein, aus der Datei ohne .pub.',
    unsupported_type:
      'Diese Art von Schlüssel wird nicht unterstützt oder von Ihrer Organisation nicht zugelassen.',
    options_not_allowed: 'Fügen Sie nur den Schlüssel ein, ohne Optionen davor.',
    one_key_only: 'Fügen Sie nur einen Schlüssel ein.',
    certificate_not_allowed: 'Das ist ein Zertifikat. Fügen Sie den öffentlichen Schlüssel selbst ein.',
    pkcs8_public_key:
      'Das ist ein öffentlicher Schlüssel in PEM, nicht wie SSH ihn schreibt. „ssh-keygen -i -m PKCS8 -f key.pem“ wandelt ihn um; bei Ed25519 „ssh-keygen -y -f“ und der Name der Datei mit dem privaten Schlüssel.',
    pkcs1_public_key:
      'Das ist ein öffentlicher RSA-Schlüssel in PEM, nicht wie SSH ihn schreibt. „ssh-keygen -i -m PEM -f key.pem“ wandelt ihn um.',
    malformed_key: 'Das ist als Schlüssel nicht lesbar. Fügen Sie den ganzen Inhalt der Datei ein.',
    key_in_use: 'Dieser Schlüssel wird schon benutzt. Erzeugen Sie einen anderen.',
    passphrase_required:
      'Dieser Schlüssel hat eine Passphrase. Geben Sie sie ein, und fügen Sie den Schlüssel noch einmal ein.',
    wrong_passphrase:
      'Die Passphrase stimmt nicht. Geben Sie sie noch einmal ein, und fügen Sie auch den Schlüssel noch einmal ein.',
    ppk_not_supported:
      'Diese Art von PuTTY-Datei ist nicht lesbar. Exportieren Sie sie aus PuTTYgen als OpenSSH-Schlüssel.',
    username_taken: 'Diesen Benutzernamen gibt es schon.',
    unknown_user: 'Diesen Benutzer gibt es nicht.',
    ambiguous:
      'Das ist die ID des einen und der Name eines anderen. Geben Sie den Namen des einen oder die ID des anderen an.',
    out_of_range: 'Das liegt außerhalb des Erlaubten.',
    last_admin: 'Es bliebe kein Administrator übrig. Benennen Sie zuerst jemand anderen.',
    setter_not_compliant:
      'Richten Sie zuerst selbst ein, was Sie von anderen verlangen, und melden Sie sich damit an.',
    precondition_failed:
      'Das wurde inzwischen geändert; Ihre Eingaben wurden nicht gespeichert. So steht es jetzt.',
    method_not_allowed: 'Das verwaltet die Anwendung selbst, nicht diese Seite.',
    security_keys_unavailable:
      'Browser erlauben keinen Sicherheitsschlüssel, wenn eine Seite über eine IP-Adresse aufgerufen wird. Öffnen Sie sie unter ihrem Namen.',
    no_factor: 'Schalten Sie zuerst die Bestätigung in zwei Schritten ein.',
    stronger_factor_required: 'Bitte bestätigen Sie auf einem der anderen Wege, dass Sie es sind.',
    conflict: 'Im selben Moment wurde etwas anderes geändert. Bitte sehen Sie noch einmal nach.',
    expired: 'Das hat zu lange gedauert. Bitte beginnen Sie von vorn.',
    too_many_attempts: 'Zu viele Versuche. Bitte warten Sie einige Minuten.',
    rate_limited: 'Zu viele Anfragen. Bitte warten Sie einen Moment.',
    busy: 'Im Moment ist viel los. Bitte gleich noch einmal versuchen.',
    unavailable: 'Der Dienst ist gerade nicht erreichbar. Bitte gleich noch einmal versuchen.',
    csrf: 'Dieses Formular ist veraltet oder kam von einer anderen Website. Es wurde nichts geändert. Öffnen Sie die Seite neu.',
    stale:
      'Diese Seite war zu lange offen, oder Sie haben sich inzwischen neu angemeldet. Es wurde nichts geändert: prüfen Sie Ihre Eingaben und senden Sie sie noch einmal.',
    no_page: 'Unter dieser Adresse gibt es keine Seite.',
    forbidden: 'Ihr Konto darf das nicht.',
    not_found: 'Vielleicht wurde es gelöscht, oder die Adresse stimmt nicht.',
    invalid_token: 'Diese Seite ist für Menschen, die sich anmelden, nicht für Schlüssel oder Tokens.',
    interactive_session_required:
      'Diese Seite ist für Menschen, die sich anmelden, nicht für Schlüssel oder Tokens.',
    payload_too_large: 'Was geschickt wurde, ist zu groß.',
    unsupported_media_type: 'Was geschickt wurde, ist kein Formular.',
    invalid_request: 'Was geschickt wurde, war nicht lesbar.',
    invalid_input: 'Was geschickt wurde, war nicht lesbar.',
    malformed_json: 'Was geschickt wurde, war nicht lesbar.',
  },
} satisfies Texts<ByCode>

/** The titles of pages that refuse something, by the code of the refusal. */
export const refusalTexts = {
  en: {
    not_found: 'Not found',
    forbidden: 'Not allowed',
    csrf: 'Form out of date',
    too_many_attempts: 'Too many attempts',
    unavailable: 'Not available right now',
    busy: 'Not available right now',
    other: 'That didn’t work',
    back: 'Back to your account',
  },
  de: {
    not_found: 'Nicht gefunden',
    forbidden: 'Nicht erlaubt',
    csrf: 'Formular veraltet',
    too_many_attempts: 'Zu viele Versuche',
    unavailable: 'Gerade nicht erreichbar',
    busy: 'Gerade nicht erreichbar',
    other: 'Das hat nicht geklappt',
    back: 'Zurück zum Konto',
  },
} satisfies Texts<ByCode>

/** How long somebody must wait who tried too often. */
export const lockTexts = {
  en: { tryAgainAt: 'Too many attempts. Try again at {time}.' },
  de: { tryAgainAt: 'Zu viele Versuche. Versuchen Sie es um {time} noch einmal.' },
}
