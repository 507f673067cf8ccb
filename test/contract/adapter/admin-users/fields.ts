export const fields = [
  'admin',
  'createdAt',
  'disabled',
  'displayName',
  'id',
  'lastSignInAt',
  'mfa',
  'organizationId',
  'username',
]
