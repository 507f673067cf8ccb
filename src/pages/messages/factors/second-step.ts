/** What the page of a sign-in's second step says. */
export const secondStepTexts = {
  en: {
    title: 'Verify it’s you',
    security_key: 'Use your security key to finish signing in.',
    passkey: 'Use your passkey or security key to finish signing in.',
    totp: 'Enter the 6-digit code from your authenticator app.',
    recovery_code: 'Enter one of your recovery codes. Each works once.',
    code: 'Verification code',
    recoveryCode: 'Recovery code',
    verify: 'Verify',
    keyRefused: 'That security key isn’t accepted. Try again, or choose another way.',
    passkeyRefused: 'That passkey or security key isn’t accepted. Try again, or choose another way.',
    startOver: 'Use another account',
  },
  de: {
    title: 'Sind Sie es wirklich?',
    security_key: 'Benutzen Sie Ihren Sicherheitsschlüssel, um die Anmeldung abzuschließen.',
    passkey: 'Benutzen Sie Ihren Passkey oder Sicherheitsschlüssel, um die Anmeldung abzuschließen.',
    totp: 'Geben Sie den sechsstelligen Code aus Ihrer Authenticator-App ein.',
    recovery_code: 'Geben Sie einen Ihrer Wiederherstellungscodes ein. Jeder gilt einmal.',
    code: 'Bestätigungscode',
    recoveryCode: 'Wiederherstellungscode',
    verify: 'Bestätigen',
    keyRefused:
      'Dieser Sicherheitsschlüssel wird nicht angenommen. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
    passkeyRefused:
      'Dieser Passkey oder Sicherheitsschlüssel wird nicht angenommen. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
    startOver: 'Mit einem anderen Konto anmelden',
  },
}
