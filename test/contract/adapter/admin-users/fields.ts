export const fields = [
  'admin',
  'createdAt',
  'disabled',
  'displayName',
  'id',
  'kind',
  'lastSignInAt',
  'mfa',
  'organizationId',
  'username',
]
