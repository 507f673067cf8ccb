import { adminCredential, adminUser, oneTimeLink, serviceAccount, temporaryPassword } from './admin.js'
import { apiKey, apiKeyOptions, apiKeyWithSecret, credential } from './credential.js'
import { token, tokenOptions, tokenWithSecret } from './credential.js'
import { begunDevice, deviceRequest, deviceToken } from './device.js'
import { event, eventList, user } from './fields.js'
import { introspected } from './introspection.js'
import { confirmedTotp, keyCreationOptions, keyRequestOptions, mfa, newSecurityKey } from './mfa.js'
import { recoveryCodes, securityKey, totpOffer } from './mfa.js'
import { policy, policyView } from './policy.js'
import { oauthError, problemDetails } from './problem.js'
import { currentSession, enrolmentRequired, reauthenticated } from './session.js'
import { secondFactorRequired, session, signedIn } from './session.js'
import { sshGrant, sshHost, sshHostWithSecret, sshKey, sshPrivateKey } from './ssh.js'

/** What schemas of answers are called in the OpenAPI document, and so in clients that are generated from it: a name stays the same for good. */
export const schemaNames = Object.freeze({
  AdminCredential: adminCredential,
  AdminUser: adminUser,
  ApiKey: apiKey,
  ApiKeyOptions: apiKeyOptions,
  ApiKeyWithSecret: apiKeyWithSecret,
  BegunDevice: begunDevice,
  Credential: credential,
  CurrentSession: currentSession,
  DeviceRequest: deviceRequest,
  DeviceToken: deviceToken,
  EnrolledSecurityKey: newSecurityKey,
  EnrolledTotp: confirmedTotp,
  EnrolmentRequired: enrolmentRequired,
  Event: event,
  EventList: eventList,
  Introspection: introspected,
  KeyCreationOptions: keyCreationOptions,
  KeyRequestOptions: keyRequestOptions,
  Mfa: mfa,
  OAuthError: oauthError,
  OneTimeLink: oneTimeLink,
  Policy: policy,
  PolicyView: policyView,
  Problem: problemDetails,
  Reauthenticated: reauthenticated,
  RecoveryCodes: recoveryCodes,
  SecondFactorRequired: secondFactorRequired,
  SecurityKey: securityKey,
  ServiceAccount: serviceAccount,
  Session: session,
  SignedIn: signedIn,
  SshGrant: sshGrant,
  SshHost: sshHost,
  SshHostWithSecret: sshHostWithSecret,
  SshKey: sshKey,
  SshPrivateKey: sshPrivateKey,
  TemporaryPassword: temporaryPassword,
  Token: token,
  TokenOptions: tokenOptions,
  TokenWithSecret: tokenWithSecret,
  TotpOffer: totpOffer,
  User: user,
})
