CREATE TABLE public.keyward_account (
    user_id character varying(36) NOT NULL,
    security_epoch integer DEFAULT 0 NOT NULL,
    password_changed_at bigint,
    temporary_until bigint,
    last_sign_in_at bigint,
    webauthn_handle character varying(64),
    code_failures integer DEFAULT 0 NOT NULL,
    version integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.keyward_api_key (
    id character varying(36) NOT NULL,
    user_id character varying(36) NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(64) NOT NULL,
    name_folded character varying(255) NOT NULL,
    digest character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL,
    previous_digest character varying(64),
    previous_until bigint,
    previous_issued_at bigint,
    hint character varying(64) NOT NULL,
    scopes text NOT NULL,
    lifetime_days integer,
    created_at bigint NOT NULL,
    issued_at bigint NOT NULL,
    expires_at bigint,
    last_used_at bigint,
    last_used_ip character varying(64),
    disabled boolean NOT NULL,
    version integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.keyward_attempt (
    key character varying(64) NOT NULL,
    count integer NOT NULL,
    ends_at bigint NOT NULL
);
CREATE TABLE public.keyward_audit_event (
    id character varying(36) NOT NULL,
    type character varying(64) NOT NULL,
    at bigint NOT NULL,
    actor_kind character varying(32),
    actor_id character varying(128),
    actor_name character varying(255),
    subject_kind character varying(32),
    subject_id character varying(128),
    subject_name character varying(255),
    subject_hint character varying(64),
    user_id character varying(128),
    ip character varying(64),
    user_agent character varying(256),
    outcome character varying(16) NOT NULL,
    reason character varying(64),
    note character varying(255),
    count integer DEFAULT 1 NOT NULL
);
CREATE TABLE public.keyward_canary (
    id integer NOT NULL,
    sealed text NOT NULL,
    key_id character varying(128) NOT NULL
);
CREATE TABLE public.keyward_challenge (
    digest character varying(64) NOT NULL,
    purpose character varying(32) NOT NULL,
    holder character varying(80) NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.keyward_pending_sign_in (
    id character varying(36) NOT NULL,
    user_id character varying(36) NOT NULL,
    digest character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL,
    kind character varying(16) NOT NULL,
    amr text NOT NULL,
    proved_keys text NOT NULL,
    vouched text NOT NULL,
    security_epoch integer NOT NULL,
    bound_to character varying(64),
    attempts integer DEFAULT 0 NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.keyward_policy (
    scope character varying(80) NOT NULL,
    policy text NOT NULL,
    switched_on text NOT NULL,
    version integer NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.keyward_recovery_code (
    id character varying(36) NOT NULL,
    user_id character varying(36) NOT NULL,
    digest character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL
);
CREATE TABLE public.keyward_revision (
    id integer NOT NULL,
    value integer NOT NULL
);
CREATE TABLE public.keyward_security_key (
    id character varying(36) NOT NULL,
    user_id character varying(36) NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(64) NOT NULL,
    credential_id text NOT NULL,
    credential_digest character varying(64) NOT NULL,
    public_key text NOT NULL,
    counter bigint NOT NULL,
    transports text NOT NULL,
    backup_eligible boolean NOT NULL,
    backed_up boolean NOT NULL,
    attested boolean NOT NULL,
    aaguid character varying(36) NOT NULL,
    passkey boolean NOT NULL,
    suspect boolean NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint,
    mac character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL,
    version integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.keyward_session (
    id character varying(36) NOT NULL,
    user_id character varying(36) NOT NULL,
    digest character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL,
    previous_digest character varying(64),
    previous_until bigint,
    previous_proof text,
    security_epoch integer NOT NULL,
    bound_to character varying(64),
    amr text NOT NULL,
    proved_keys text NOT NULL,
    vouched text NOT NULL,
    created_at bigint NOT NULL,
    last_seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    proved_at bigint NOT NULL,
    proved_by character varying(16) NOT NULL,
    ip character varying(64),
    user_agent character varying(256)
);
CREATE TABLE public.keyward_ssh_grant (
    id character varying(36) NOT NULL,
    "position" integer NOT NULL,
    host_group character varying(64) NOT NULL,
    user_id character varying(36),
    organization_id character varying(64),
    everyone boolean NOT NULL,
    account character varying(32),
    permit text,
    from_addresses text,
    mac character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL
);
CREATE TABLE public.keyward_ssh_host (
    id character varying(36) NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(64) NOT NULL,
    host_groups text NOT NULL,
    cidrs text NOT NULL,
    digest character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL,
    previous_digest character varying(64),
    previous_until bigint,
    created_at bigint NOT NULL,
    last_seen_at bigint,
    disabled boolean NOT NULL,
    version integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.keyward_ssh_key (
    id character varying(36) NOT NULL,
    user_id character varying(36) NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(64) NOT NULL,
    name_folded character varying(255) NOT NULL,
    type character varying(64) NOT NULL,
    bits integer NOT NULL,
    key_blob text NOT NULL,
    fingerprint character varying(64) NOT NULL,
    lifetime_days integer,
    created_at bigint NOT NULL,
    expires_at bigint,
    last_offered_at bigint,
    mac character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL,
    version integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.keyward_ssh_private_key (
    id character varying(36) NOT NULL,
    user_id character varying(36) NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(64) NOT NULL,
    name_folded character varying(255) NOT NULL,
    account_name character varying(255),
    description character varying(500),
    type character varying(64) NOT NULL,
    public_key text NOT NULL,
    fingerprint character varying(64) NOT NULL,
    sealed text NOT NULL,
    key_id character varying(128) NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint,
    version integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.keyward_token (
    id character varying(36) NOT NULL,
    user_id character varying(36) NOT NULL,
    name character varying(255),
    name_folded character varying(255),
    digest character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL,
    hint character varying(64) NOT NULL,
    scopes text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    last_used_at bigint
);
CREATE TABLE public.keyward_totp (
    id character varying(36) NOT NULL,
    user_id character varying(36) NOT NULL,
    slot character varying(16) NOT NULL,
    sealed text NOT NULL,
    key_id character varying(128) NOT NULL,
    last_step bigint,
    created_at bigint NOT NULL,
    last_used_at bigint,
    expires_at bigint
);
CREATE TABLE public.keyward_user (
    id character varying(36) NOT NULL,
    username character varying(255) NOT NULL,
    username_key character varying(255) NOT NULL,
    display_name character varying(255),
    display_name_folded character varying(255),
    organization_id character varying(64),
    organization_folded character varying(255),
    admin boolean NOT NULL,
    disabled boolean NOT NULL,
    password_hash text,
    created_at bigint NOT NULL,
    version integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.keyward_waiting_secret (
    digest character varying(64) NOT NULL,
    user_id character varying(36) NOT NULL,
    session_id character varying(36) NOT NULL,
    sealed text NOT NULL,
    key_id character varying(128) NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.migrations (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);
CREATE SEQUENCE public.migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.migrations_id_seq OWNED BY public.migrations.id;
ALTER TABLE ONLY public.migrations ALTER COLUMN id SET DEFAULT nextval('public.migrations_id_seq'::regclass);
INSERT INTO public.keyward_account (user_id, security_epoch, password_changed_at, temporary_until, last_sign_in_at, webauthn_handle, code_failures, version) VALUES ('01a20d6d-5a00-7356-9a68-10df2354512e', 0, NULL, NULL, NULL, NULL, 0, 0);
INSERT INTO public.keyward_account (user_id, security_epoch, password_changed_at, temporary_until, last_sign_in_at, webauthn_handle, code_failures, version) VALUES ('01a20d6d-5a00-7359-9aa9-66709f7450dd', 1, NULL, NULL, 1795521600000, NULL, 0, 12);
INSERT INTO public.keyward_api_key (id, user_id, name, name_key, name_folded, digest, key_id, previous_digest, previous_until, previous_issued_at, hint, scopes, lifetime_days, created_at, issued_at, expires_at, last_used_at, last_used_ip, disabled, version) VALUES ('01a20d6d-5a00-7ad3-aabf-e08dc763416c', '01a20d6d-5a00-7359-9aa9-66709f7450dd', 'nightly', '2a3b62b53ddb9f167b63d22202a360811ba78df015021f704d01ee9abad4169c', 'nightly', 'ad01079136d668268c4c8ba1cb066bba3a9e77a074b53ecc47130a3082144219', 'c97105b0', NULL, NULL, NULL, 'kwk_s0km…wVEO', '["*"]', 30, 1795521600000, 1795521600000, 1798113600000, NULL, NULL, false, 0);
INSERT INTO public.keyward_attempt (key, count, ends_at) VALUES ('da1e8cb1979ea4e7aa3285226c9693ac27b313e6d9e7ac2ffecacddf76314c03', 1, 1798113600000);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-7277-98b6-aa309d2f61be', 'user.created', 1795521600000, 'host', 'host', NULL, 'user', '01a20d6d-5a00-7359-9aa9-66709f7450dd', 'ada', NULL, '01a20d6d-5a00-7359-9aa9-66709f7450dd', NULL, NULL, 'success', NULL, NULL, 1);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-76b1-b2a0-8bc791d0753b', 'user.created', 1795521600000, 'host', 'host', NULL, 'user', '01a20d6d-5a00-7356-9a68-10df2354512e', 'linus', NULL, '01a20d6d-5a00-7356-9a68-10df2354512e', NULL, NULL, 'success', NULL, NULL, 1);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-7303-95c0-68e8c42c8c86', 'policy.changed', 1795521600000, 'host', 'host', NULL, 'policy', 'organization:acme', NULL, NULL, NULL, NULL, NULL, 'success', NULL, NULL, 1);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-7df9-a974-18de7ab70c33', 'api_key.created', 1795521600000, 'host', 'host', NULL, 'api_key', '01a20d6d-5a00-7ad3-aabf-e08dc763416c', 'nightly', 'kwk_s0km…wVEO', '01a20d6d-5a00-7359-9aa9-66709f7450dd', NULL, NULL, 'success', NULL, NULL, 1);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-7573-bf92-fbb3e6b6a8f3', 'token.created', 1795521600000, 'host', 'host', NULL, 'token', '01a20d6d-5a00-7e8a-84c1-6ff76dfd8e6d', 'short', 'kwt_K2lZ…mTCM', '01a20d6d-5a00-7359-9aa9-66709f7450dd', NULL, NULL, 'success', NULL, NULL, 1);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-79ed-b78a-0c0c09d2878d', 'ssh_key.created', 1795521600000, 'host', 'host', NULL, 'ssh_key', '01a20d6d-5a00-7fa4-83bf-92a5da12af3a', 'laptop', 'SHA256:xTvqhtGkpIxDwptpSBxBLTi8+yKnMtvoeDDvgLI3oFk', '01a20d6d-5a00-7359-9aa9-66709f7450dd', NULL, NULL, 'success', NULL, NULL, 1);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-7018-baa2-1f7d3e19c02b', 'ssh_private_key.created', 1795521600000, 'host', 'host', NULL, 'ssh_private_key', '01a20d6d-5a00-7e6a-87ce-e1fd2fa36b7c', 'deploy', 'SHA256:wgdd37wjJIyrwq6DfXeLWisfug69Vk8Jj60A3o4sRds', '01a20d6d-5a00-7359-9aa9-66709f7450dd', NULL, NULL, 'success', NULL, NULL, 1);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-7bf3-b9c7-d24f773c155d', 'ssh_host.created', 1795521600000, 'host', 'host', NULL, 'ssh_host', '01a20d6d-5a00-7695-8a83-903f1edc4175', 'bastion.example.com', NULL, NULL, NULL, NULL, 'success', NULL, NULL, 1);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-7d5a-99e4-3aac7feb5947', 'ssh_grants.changed', 1795521600000, 'host', 'host', NULL, 'ssh_grants', 'ssh_grants', NULL, NULL, NULL, NULL, NULL, 'success', NULL, NULL, 1);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-790e-b4da-37adf9f7aa33', 'totp.confirmed', 1795521600000, 'host', 'host', NULL, 'user', '01a20d6d-5a00-7359-9aa9-66709f7450dd', 'ada', NULL, '01a20d6d-5a00-7359-9aa9-66709f7450dd', NULL, NULL, 'success', NULL, NULL, 1);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count) VALUES ('01a20d6d-5a00-7fbc-9338-8b0c79f93fc8', 'session.created', 1795521600000, 'user', '01a20d6d-5a00-7359-9aa9-66709f7450dd', 'ada', 'session', '01a20d6d-5a00-7fbd-a92f-012af451ec19', NULL, NULL, '01a20d6d-5a00-7359-9aa9-66709f7450dd', '203.0.113.5', 'a browser', 'success', NULL, NULL, 1);
INSERT INTO public.keyward_canary (id, sealed, key_id) VALUES (1, '1.Zt3_xtIVZRNLH9jo_8zBPDM_lylrm54wsHEOWyO0q_esViKeV92iTq4HPIhI6pEFTGyKWuoOzy2RRAmO.tFuqETvGbjWjDkHyRCPHVa5Tf_V3Kq9jUh9lev3hq6Q0EjU', 'c97105b0');
INSERT INTO public.keyward_policy (scope, policy, switched_on, version, updated_at) VALUES ('organization:acme', '{"apiKeys":{"maxPerUser":37}}', '{}', 1, 1795521600000);
INSERT INTO public.keyward_revision (id, value) VALUES (2, 1);
INSERT INTO public.keyward_revision (id, value) VALUES (1, 3);
INSERT INTO public.keyward_session (id, user_id, digest, key_id, previous_digest, previous_until, previous_proof, security_epoch, bound_to, amr, proved_keys, vouched, created_at, last_seen_at, expires_at, proved_at, proved_by, ip, user_agent) VALUES ('01a20d6d-5a00-7fbd-a92f-012af451ec19', '01a20d6d-5a00-7359-9aa9-66709f7450dd', '32b15f7e18d53984183cfee33e26cd6ad12a04d963288565daeb53e41e55ff10', 'c97105b0', NULL, NULL, NULL, 1, NULL, '["pwd","otp"]', '[]', '["pwd","otp"]', 1795521600000, 1795521600000, 1796126400000, 1795521600000, 'otp', '203.0.113.5', 'a browser');
INSERT INTO public.keyward_ssh_grant (id, "position", host_group, user_id, organization_id, everyone, account, permit, from_addresses, mac, key_id) VALUES ('01a20d6d-5a00-7c23-83c4-9dad8a24956b', 0, 'bastions', '01a20d6d-5a00-7359-9aa9-66709f7450dd', NULL, false, 'deploy', NULL, NULL, '9442ca61597bddcc9d0b02cfedbf3acf2aec149e088724ae7d845a22facad9dd', 'c97105b0');
INSERT INTO public.keyward_ssh_host (id, name, name_key, host_groups, cidrs, digest, key_id, previous_digest, previous_until, created_at, last_seen_at, disabled, version) VALUES ('01a20d6d-5a00-7695-8a83-903f1edc4175', 'bastion.example.com', '2788c5b525a105a117ae057469c60e03124816dd317bb1c3b83671f175372c57', '["bastions"]', '[]', '340c3a305375dae46e1394afa9d480e946f48beda1502742d6496dc8f7ff8ab7', 'c97105b0', NULL, NULL, 1795521600000, NULL, false, 0);
INSERT INTO public.keyward_ssh_key (id, user_id, name, name_key, name_folded, type, bits, key_blob, fingerprint, lifetime_days, created_at, expires_at, last_offered_at, mac, key_id, version) VALUES ('01a20d6d-5a00-7fa4-83bf-92a5da12af3a', '01a20d6d-5a00-7359-9aa9-66709f7450dd', 'laptop', '5eec0dc419aa8337bf725f026fda9c78c1cb1c642eeaff9d6e1112f37783e942', 'laptop', 'ssh-ed25519', 256, 'AAAAC3NzaC1lZDI1NTE5AAAAIHPtiQoNnXL3wzXn0iXkMYJD0v7QckiOYGw3lezC/rdf', 'c53bea86d1a4a48c43c29b69481c412d38bcfb22a732dbe87830ef80b237a059', NULL, 1795521600000, NULL, NULL, '34a64a5b6030b9bebe99d4bb42083832f04d0a47740fb1a243bf4c88e8c4aeb9', 'c97105b0', 0);
INSERT INTO public.keyward_ssh_private_key (id, user_id, name, name_key, name_folded, account_name, description, type, public_key, fingerprint, sealed, key_id, created_at, last_used_at, version) VALUES ('01a20d6d-5a00-7e6a-87ce-e1fd2fa36b7c', '01a20d6d-5a00-7359-9aa9-66709f7450dd', 'deploy', 'b7bd55c11b781b0ccc43aa6e57f9dadf0660e9d1d4e27e0979ee43a407d454ae', 'deploy', NULL, NULL, 'ssh-ed25519', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMEHu/BTX9nuLVh82u6Lu128zRutOBamHq2LfGGVY16w', 'SHA256:wgdd37wjJIyrwq6DfXeLWisfug69Vk8Jj60A3o4sRds', '1.-H-gO_p-PwsKT-KLKArNzCaKCm-yhQ65u-EZf7Dj7eFzn0M9nKqydWJBT3PzaXltbRM2Hwo6RuuIX6tm.vVnVjzarAPARaI39XWEA7FpH8SLOP90DxpP3c5xaKddiiqs85MICQodiM7Xl12opthRXZ2AlsJWlmmoJr2yc-CB1OCCdc39XYMNeyw', 'c97105b0', 1795521600000, NULL, 0);
INSERT INTO public.keyward_token (id, user_id, name, name_folded, digest, key_id, hint, scopes, created_at, expires_at, last_used_at) VALUES ('01a20d6d-5a00-7e8a-84c1-6ff76dfd8e6d', '01a20d6d-5a00-7359-9aa9-66709f7450dd', 'short', 'short', '740883e311ffdf0d133f97c9096ba1951f614f6eadcd2fedc940d79bff37131a', 'c97105b0', 'kwt_K2lZ…mTCM', '["*"]', 1795521600000, 1795608000000, NULL);
INSERT INTO public.keyward_totp (id, user_id, slot, sealed, key_id, last_step, created_at, last_used_at, expires_at) VALUES ('01a20d6d-5a00-7099-8e65-f566f034cd35', '01a20d6d-5a00-7359-9aa9-66709f7450dd', 'active', '1.pzDK74c-N5sBtYqJfm2I4MtZ1XqwwGfMPGC-AJuVeCSc7qD-CjaC1R-WUuQ1vCuAV2sTb-auzO8_LN42.WzpEfn70qshxYGHca3h4kAhOtcfMLEOCgbUHxxEenI0yRbFJRwUOKjNjyf4WavSu', 'c97105b0', 59850718, 1795521540000, NULL, NULL);
INSERT INTO public.keyward_user (id, username, username_key, display_name, display_name_folded, organization_id, organization_folded, admin, disabled, password_hash, created_at, version) VALUES ('01a20d6d-5a00-7359-9aa9-66709f7450dd', 'ada', 'ada', 'Ada', 'ada', 'acme', 'acme', true, false, '$argon2id$v=19$m=19456,t=2,p=1$QT5DuD4faRrWBdcCrv2QOg$lOa9ELTH3Whln74Ic8tW7zctvaTLkdmDa1LoSC4hM6E', 1795521600000, 0);
INSERT INTO public.keyward_user (id, username, username_key, display_name, display_name_folded, organization_id, organization_folded, admin, disabled, password_hash, created_at, version) VALUES ('01a20d6d-5a00-7356-9a68-10df2354512e', 'linus', 'linus', 'Linus "Лин" O’Neill \ 李', 'linus "лин" o’neill \ 李', NULL, NULL, false, false, NULL, 1795521600000, 0);
INSERT INTO public.migrations (id, "timestamp", name) VALUES (1, 1795000000000, 'keyward_createTables1795000000000');
SELECT pg_catalog.setval('public.migrations_id_seq', 1, true);
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT "PK_8c82d7f526340ab734260ea46be" PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_account
    ADD CONSTRAINT keyward_account_pk PRIMARY KEY (user_id);
ALTER TABLE ONLY public.keyward_api_key
    ADD CONSTRAINT keyward_api_key_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_attempt
    ADD CONSTRAINT keyward_attempt_pk PRIMARY KEY (key);
ALTER TABLE ONLY public.keyward_audit_event
    ADD CONSTRAINT keyward_audit_event_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_canary
    ADD CONSTRAINT keyward_canary_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_challenge
    ADD CONSTRAINT keyward_challenge_pk PRIMARY KEY (digest);
ALTER TABLE ONLY public.keyward_pending_sign_in
    ADD CONSTRAINT keyward_pending_sign_in_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_policy
    ADD CONSTRAINT keyward_policy_pk PRIMARY KEY (scope);
ALTER TABLE ONLY public.keyward_recovery_code
    ADD CONSTRAINT keyward_recovery_code_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_revision
    ADD CONSTRAINT keyward_revision_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_security_key
    ADD CONSTRAINT keyward_security_key_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_session
    ADD CONSTRAINT keyward_session_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_ssh_grant
    ADD CONSTRAINT keyward_ssh_grant_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_ssh_host
    ADD CONSTRAINT keyward_ssh_host_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_ssh_key
    ADD CONSTRAINT keyward_ssh_key_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_ssh_private_key
    ADD CONSTRAINT keyward_ssh_private_key_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_token
    ADD CONSTRAINT keyward_token_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_totp
    ADD CONSTRAINT keyward_totp_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_user
    ADD CONSTRAINT keyward_user_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_waiting_secret
    ADD CONSTRAINT keyward_waiting_secret_pk PRIMARY KEY (digest);
CREATE UNIQUE INDEX keyward_api_key_digest ON public.keyward_api_key USING btree (digest);
CREATE INDEX keyward_api_key_expires_at ON public.keyward_api_key USING btree (expires_at);
CREATE INDEX keyward_api_key_previous_digest ON public.keyward_api_key USING btree (previous_digest);
CREATE INDEX keyward_api_key_user_id_id ON public.keyward_api_key USING btree (user_id, id);
CREATE UNIQUE INDEX keyward_api_key_user_id_name_key ON public.keyward_api_key USING btree (user_id, name_key);
CREATE INDEX keyward_attempt_ends_at ON public.keyward_attempt USING btree (ends_at);
CREATE INDEX keyward_audit_event_actor_id_id ON public.keyward_audit_event USING btree (actor_id, id);
CREATE INDEX keyward_audit_event_ip_id ON public.keyward_audit_event USING btree (ip, id);
CREATE INDEX keyward_audit_event_outcome_id ON public.keyward_audit_event USING btree (outcome, id);
CREATE INDEX keyward_audit_event_subject_id_id ON public.keyward_audit_event USING btree (subject_id, id);
CREATE INDEX keyward_audit_event_type_id ON public.keyward_audit_event USING btree (type, id);
CREATE INDEX keyward_audit_event_user_id_id ON public.keyward_audit_event USING btree (user_id, id);
CREATE INDEX keyward_challenge_expires_at ON public.keyward_challenge USING btree (expires_at);
CREATE UNIQUE INDEX keyward_pending_sign_in_digest ON public.keyward_pending_sign_in USING btree (digest);
CREATE INDEX keyward_pending_sign_in_expires_at ON public.keyward_pending_sign_in USING btree (expires_at);
CREATE INDEX keyward_pending_sign_in_user_id_id ON public.keyward_pending_sign_in USING btree (user_id, id);
CREATE UNIQUE INDEX keyward_recovery_code_user_id_digest ON public.keyward_recovery_code USING btree (user_id, digest);
CREATE UNIQUE INDEX keyward_security_key_credential_digest ON public.keyward_security_key USING btree (credential_digest);
CREATE UNIQUE INDEX keyward_security_key_user_id_name_key ON public.keyward_security_key USING btree (user_id, name_key);
CREATE UNIQUE INDEX keyward_session_digest ON public.keyward_session USING btree (digest);
CREATE INDEX keyward_session_expires_at ON public.keyward_session USING btree (expires_at);
CREATE INDEX keyward_session_last_seen_at ON public.keyward_session USING btree (last_seen_at);
CREATE INDEX keyward_session_previous_digest ON public.keyward_session USING btree (previous_digest);
CREATE INDEX keyward_session_user_id_id ON public.keyward_session USING btree (user_id, id);
CREATE INDEX keyward_ssh_grant_host_group_position ON public.keyward_ssh_grant USING btree (host_group, "position");
CREATE INDEX keyward_ssh_grant_user_id ON public.keyward_ssh_grant USING btree (user_id);
CREATE UNIQUE INDEX keyward_ssh_host_digest ON public.keyward_ssh_host USING btree (digest);
CREATE UNIQUE INDEX keyward_ssh_host_name_key ON public.keyward_ssh_host USING btree (name_key);
CREATE INDEX keyward_ssh_host_previous_digest ON public.keyward_ssh_host USING btree (previous_digest);
CREATE UNIQUE INDEX keyward_ssh_key_fingerprint ON public.keyward_ssh_key USING btree (fingerprint);
CREATE INDEX keyward_ssh_key_user_id_id ON public.keyward_ssh_key USING btree (user_id, id);
CREATE UNIQUE INDEX keyward_ssh_key_user_id_name_key ON public.keyward_ssh_key USING btree (user_id, name_key);
CREATE INDEX keyward_ssh_private_key_user_id_id ON public.keyward_ssh_private_key USING btree (user_id, id);
CREATE UNIQUE INDEX keyward_ssh_private_key_user_id_name_key ON public.keyward_ssh_private_key USING btree (user_id, name_key);
CREATE UNIQUE INDEX keyward_token_digest ON public.keyward_token USING btree (digest);
CREATE INDEX keyward_token_expires_at ON public.keyward_token USING btree (expires_at);
CREATE INDEX keyward_token_user_id_id ON public.keyward_token USING btree (user_id, id);
CREATE UNIQUE INDEX keyward_totp_user_id_slot ON public.keyward_totp USING btree (user_id, slot);
CREATE INDEX keyward_user_organization_id_id ON public.keyward_user USING btree (organization_id, id);
CREATE UNIQUE INDEX keyward_user_username_key ON public.keyward_user USING btree (username_key);
CREATE INDEX keyward_waiting_secret_expires_at ON public.keyward_waiting_secret USING btree (expires_at);
CREATE INDEX keyward_waiting_secret_user_id ON public.keyward_waiting_secret USING btree (user_id);
ALTER TABLE ONLY public.keyward_account
    ADD CONSTRAINT keyward_account_owner FOREIGN KEY (user_id) REFERENCES public.keyward_user(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_api_key
    ADD CONSTRAINT keyward_api_key_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_pending_sign_in
    ADD CONSTRAINT keyward_pending_sign_in_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_recovery_code
    ADD CONSTRAINT keyward_recovery_code_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_security_key
    ADD CONSTRAINT keyward_security_key_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_session
    ADD CONSTRAINT keyward_session_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_ssh_grant
    ADD CONSTRAINT keyward_ssh_grant_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_ssh_key
    ADD CONSTRAINT keyward_ssh_key_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_ssh_private_key
    ADD CONSTRAINT keyward_ssh_private_key_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_token
    ADD CONSTRAINT keyward_token_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_totp
    ADD CONSTRAINT keyward_totp_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_waiting_secret
    ADD CONSTRAINT keyward_waiting_secret_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
