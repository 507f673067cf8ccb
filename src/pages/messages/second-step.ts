/** What the page of a sign-in's second step says. */
export const secondStepTexts = {
  en: {
    title: 'Verify it’s you',
    security_key: 'Use your security key to finish signing in.',
    totp: 'Enter the code that your authenticator app shows.',
    recovery_code: 'Enter one of your recovery codes. Each works once.',
    code: 'Verification code',
    recoveryCode: 'Recovery code',
    verify: 'Verify',
    keyRefused: 'That security key isn’t accepted. Try again, or choose another way.',
    startOver: 'Sign in as somebody else',
  },
  de: {
    title: 'Bitte bestätigen',
    security_key: 'Benutzen Sie Ihren Sicherheitsschlüssel, um die Anmeldung abzuschließen.',
    totp: 'Geben Sie den Code ein, den Ihre Authenticator-App anzeigt.',
    recovery_code: 'Geben Sie einen Ihrer Wiederherstellungscodes ein. Jeder gilt einmal.',
    code: 'Bestätigungscode',
    recoveryCode: 'Wiederherstellungscode',
    verify: 'Bestätigen',
    keyRefused:
      'Dieser Sicherheitsschlüssel wird nicht angenommen. Versuchen Sie es noch einmal oder auf anderem Weg.',
    startOver: 'Als jemand anderes anmelden',
  },
}
