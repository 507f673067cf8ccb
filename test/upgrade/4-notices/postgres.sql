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
    conditions text,
    metadata text,
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
    count integer DEFAULT 1 NOT NULL,
    mac character varying(80),
    seal integer
);
CREATE TABLE public.keyward_audit_seal (
    number integer NOT NULL,
    from_id character varying(36) NOT NULL,
    to_id character varying(36) NOT NULL,
    row_count integer NOT NULL,
    root character varying(64) NOT NULL,
    previous character varying(64),
    at bigint NOT NULL,
    pruned_at bigint,
    ids text,
    mac character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL
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
CREATE TABLE public.keyward_device_code (
    id character varying(36) NOT NULL,
    digest character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL,
    user_code_digest character varying(64) NOT NULL,
    client_id character varying(64) NOT NULL,
    scopes text NOT NULL,
    ip character varying(64),
    user_agent character varying(256),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    interval_seconds integer NOT NULL,
    last_polled_at bigint,
    state character varying(16) NOT NULL,
    user_id character varying(36),
    security_epoch integer,
    lifetime_hours integer
);
CREATE TABLE public.keyward_known_device (
    digest character varying(64) NOT NULL,
    user_id character varying(36) NOT NULL,
    seen_at bigint NOT NULL
);
CREATE TABLE public.keyward_notice (
    id character varying(36) NOT NULL,
    kind character varying(64) NOT NULL,
    user_id character varying(36) NOT NULL,
    at bigint NOT NULL,
    facts text NOT NULL,
    key_id character varying(128),
    tries integer DEFAULT 0 NOT NULL,
    next_at bigint NOT NULL,
    version integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.keyward_one_time_link (
    id character varying(36) NOT NULL,
    user_id character varying(36) NOT NULL,
    kind character varying(16) NOT NULL,
    digest character varying(64) NOT NULL,
    key_id character varying(16) NOT NULL,
    security_epoch integer NOT NULL,
    created_at bigint NOT NULL,
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
CREATE TABLE public.keyward_service_account (
    id character varying(36) NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(64) NOT NULL,
    name_folded character varying(255) NOT NULL,
    description text,
    organization_id character varying(64),
    disabled boolean NOT NULL,
    created_at bigint NOT NULL,
    version integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.keyward_service_key (
    id character varying(36) NOT NULL,
    service_account_id character varying(36) NOT NULL,
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
    conditions text,
    metadata text,
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
    client_id character varying(64),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    last_used_at bigint
);
CREATE TABLE public.keyward_told_end (
    digest character varying(64) NOT NULL,
    ends_at bigint NOT NULL
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
INSERT INTO public.keyward_account (user_id, security_epoch, password_changed_at, temporary_until, last_sign_in_at, webauthn_handle, code_failures, version) VALUES ('01a20d6d-5a00-7788-835b-0caa180956ec', 0, NULL, NULL, NULL, NULL, 0, 0);
INSERT INTO public.keyward_account (user_id, security_epoch, password_changed_at, temporary_until, last_sign_in_at, webauthn_handle, code_failures, version) VALUES ('01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', 1, NULL, NULL, 1795521600000, NULL, 0, 13);
INSERT INTO public.keyward_api_key (id, user_id, name, name_key, name_folded, digest, key_id, previous_digest, previous_until, previous_issued_at, hint, scopes, lifetime_days, created_at, issued_at, expires_at, last_used_at, last_used_ip, disabled, conditions, metadata, version) VALUES ('01a20d6d-5a00-77c2-bb1b-28521bb57ed3', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', 'nightly', '2a3b62b53ddb9f167b63d22202a360811ba78df015021f704d01ee9abad4169c', 'nightly', 'b017f0c29b8bb374b7d96b1b5542d37a34c0b75dd09eeabe99ff54a0a5667ce7', 'e579c5c7', NULL, NULL, NULL, 'kwk_xcE6…wMg6', '["*"]', 30, 1795521600000, 1795521600000, 1798113600000, NULL, NULL, false, NULL, NULL, 0);
INSERT INTO public.keyward_attempt (key, count, ends_at) VALUES ('7c421c75bdf6ed642bff919899fc1ec3b85b0363744612f8687acc30e785907b', 1, 1798113600000);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-76f9-b03c-8dd85a790219', 'user.created', 1795521600000, 'host', 'host', NULL, 'user', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', 'ada', NULL, '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', NULL, NULL, 'success', NULL, NULL, 1, 'e579c5c7.f5191672b98d14cb6d4ef12bd789ed13a9be01305a26e620a1e9285baa3a69ae', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7792-8040-cf9b7e441e7f', 'user.created', 1795521600000, 'host', 'host', NULL, 'user', '01a20d6d-5a00-7788-835b-0caa180956ec', 'linus', NULL, '01a20d6d-5a00-7788-835b-0caa180956ec', NULL, NULL, 'success', NULL, NULL, 1, 'e579c5c7.a10a029bd8258fbf23d5aec130f1e451331f79b18a52351c29e556a4bca50608', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-71f3-9735-72e69225b888', 'policy.changed', 1795521600000, 'host', 'host', NULL, 'policy', 'organization:acme', NULL, NULL, NULL, NULL, NULL, 'success', NULL, NULL, 1, 'e579c5c7.bf67ae5d73564a93efd89af3b9c030bd33a32f45e477a4fe7fac218f5974ed99', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7f28-8ce5-f07acb7db416', 'api_key.created', 1795521600000, 'host', 'host', NULL, 'api_key', '01a20d6d-5a00-77c2-bb1b-28521bb57ed3', 'nightly', 'kwk_xcE6…wMg6', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', NULL, NULL, 'success', NULL, NULL, 1, 'e579c5c7.67e9c110c2e56094e80f9fe95840fe7f8e0015ebf5781f00ea6730e9f39110e0', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7a81-9b5c-c978f660c287', 'token.created', 1795521600000, 'host', 'host', NULL, 'token', '01a20d6d-5a00-76c4-b594-f7397587b2f4', 'short', 'kwt_M7En…vKAR', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', NULL, NULL, 'success', NULL, NULL, 1, 'e579c5c7.5c907d98a8ba7409a211dcb0e90387630849d42b4ff6101ef62f54d6eea09ffd', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-79ae-b7fd-0e66047566a2', 'ssh_key.created', 1795521600000, 'host', 'host', NULL, 'ssh_key', '01a20d6d-5a00-7553-834b-30d6daedf6d4', 'laptop', 'SHA256:xTvqhtGkpIxDwptpSBxBLTi8+yKnMtvoeDDvgLI3oFk', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', NULL, NULL, 'success', NULL, NULL, 1, 'e579c5c7.0dea717c268860f001b9ccb588cd4f5d2f1804939d7ecd5836d45694554019de', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7fd6-b24d-2e8ab0417f04', 'ssh_private_key.created', 1795521600000, 'host', 'host', NULL, 'ssh_private_key', '01a20d6d-5a00-79af-b1bf-169ae7476b03', 'deploy', 'SHA256:05aE/tK3Nr+KssI+d74cif5MuGsieufp5r1siwq3EAk', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', NULL, NULL, 'success', NULL, NULL, 1, 'e579c5c7.b1ed295c64489cf61a8987868c70af4c6855bf93e5556ffa3bfa32df09cf0706', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7085-b68e-23e5fb414a29', 'ssh_host.created', 1795521600000, 'host', 'host', NULL, 'ssh_host', '01a20d6d-5a00-70e1-aa15-9fabd1b2b25d', 'bastion.example.com', NULL, NULL, NULL, NULL, 'success', NULL, NULL, 1, 'e579c5c7.8d936ceb58e235f45c650482ae13ed818f73c73ef3dde58ea522d09071d83e58', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-71e5-9a65-e621364959c8', 'ssh_grants.changed', 1795521600000, 'host', 'host', NULL, 'ssh_grants', 'ssh_grants', NULL, NULL, NULL, NULL, NULL, 'success', NULL, NULL, 1, 'e579c5c7.021241f38467520705bd311c106780c03e80eb18d31175c7129920ae7f1b27c0', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-74e6-b076-79276f17b3bd', 'totp.confirmed', 1795521600000, 'host', 'host', NULL, 'user', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', 'ada', NULL, '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', NULL, NULL, 'success', NULL, NULL, 1, 'e579c5c7.37a7867c0dea8df5651e2d20bf5327c4b0f5aa5ec8b30923e7f0048f78df0ee7', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7577-a19d-c4d6aa69b73d', 'session.created', 1795521600000, 'user', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', 'ada', 'session', '01a20d6d-5a00-78cb-8c42-3089cde5d972', NULL, NULL, '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', '203.0.113.5', 'a browser', 'success', NULL, NULL, 1, 'e579c5c7.6e02ba90fa5beba12478589db7e45df30c8e951e057f919e9f183eed8dab1c30', NULL);
INSERT INTO public.keyward_canary (id, sealed, key_id) VALUES (1, '1.ItRS12S0991doVLElqdcdp_mtl2f4m4CgjQMfXQ92ugrYdlJBwmJHa_nV5XcYU7Nsste6ZYwZ0YCGbF3.dYTJfrWOvLAX86WFBDQMzfn_WOU8Uz91yrGQZZpjBoBr1r8', 'e579c5c7');
INSERT INTO public.keyward_policy (scope, policy, switched_on, version, updated_at) VALUES ('organization:acme', '{"apiKeys":{"maxPerUser":37}}', '{}', 1, 1795521600000);
INSERT INTO public.keyward_revision (id, value) VALUES (2, 1);
INSERT INTO public.keyward_revision (id, value) VALUES (1, 3);
INSERT INTO public.keyward_session (id, user_id, digest, key_id, previous_digest, previous_until, previous_proof, security_epoch, bound_to, amr, proved_keys, vouched, created_at, last_seen_at, expires_at, proved_at, proved_by, ip, user_agent) VALUES ('01a20d6d-5a00-78cb-8c42-3089cde5d972', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', '1c74694e537a8af73a515a6e3b7a867e2f9318aa26366dbe6c2a70b50b129825', 'e579c5c7', NULL, NULL, NULL, 1, NULL, '["pwd","otp"]', '[]', '["pwd","otp"]', 1795521600000, 1795521600000, 1796126400000, 1795521600000, 'otp', '203.0.113.5', 'a browser');
INSERT INTO public.keyward_ssh_grant (id, "position", host_group, user_id, organization_id, everyone, account, permit, from_addresses, mac, key_id) VALUES ('01a20d6d-5a00-7404-8c2f-02b4e7cc2cae', 0, 'bastions', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', NULL, false, 'deploy', NULL, NULL, 'd10972eed08195ff6372a879d29374926e4b40a6ef4cad288db96a61259782e9', 'e579c5c7');
INSERT INTO public.keyward_ssh_host (id, name, name_key, host_groups, cidrs, digest, key_id, previous_digest, previous_until, created_at, last_seen_at, disabled, version) VALUES ('01a20d6d-5a00-70e1-aa15-9fabd1b2b25d', 'bastion.example.com', '2788c5b525a105a117ae057469c60e03124816dd317bb1c3b83671f175372c57', '["bastions"]', '[]', 'fadee04771ad146848522e19cef4468ec17445084116d1dc44451600784a3b81', 'e579c5c7', NULL, NULL, 1795521600000, NULL, false, 0);
INSERT INTO public.keyward_ssh_key (id, user_id, name, name_key, name_folded, type, bits, key_blob, fingerprint, lifetime_days, created_at, expires_at, last_offered_at, mac, key_id, version) VALUES ('01a20d6d-5a00-7553-834b-30d6daedf6d4', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', 'laptop', '5eec0dc419aa8337bf725f026fda9c78c1cb1c642eeaff9d6e1112f37783e942', 'laptop', 'ssh-ed25519', 256, 'AAAAC3NzaC1lZDI1NTE5AAAAIHPtiQoNnXL3wzXn0iXkMYJD0v7QckiOYGw3lezC/rdf', 'c53bea86d1a4a48c43c29b69481c412d38bcfb22a732dbe87830ef80b237a059', NULL, 1795521600000, NULL, NULL, '53fa50584ca71d17bb867b268077abcd174d4e1e7866aa1152433b9408b13bf6', 'e579c5c7', 0);
INSERT INTO public.keyward_ssh_private_key (id, user_id, name, name_key, name_folded, account_name, description, type, public_key, fingerprint, sealed, key_id, created_at, last_used_at, version) VALUES ('01a20d6d-5a00-79af-b1bf-169ae7476b03', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', 'deploy', 'b7bd55c11b781b0ccc43aa6e57f9dadf0660e9d1d4e27e0979ee43a407d454ae', 'deploy', NULL, NULL, 'ssh-ed25519', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIA7gS8FkKc0p4mqseIXPo48u/LqmwBreCdzcTMn+0SH', 'SHA256:05aE/tK3Nr+KssI+d74cif5MuGsieufp5r1siwq3EAk', '1.5sgt8m_uvMZ_YK8bWmY5URMc9_GtSSr2Nhy_j3vQ_9YsL0F7nWYIiNlKn1w7A66ypE4gnt-Ew1TOvQW9.Ao8sl2U_jI7Jxfv_272Z8KJikOc-s9Urxw5uVAZKMqvYopPGOkleqSSoazc7Lldsc63ftST0pxSIeHxLuiWDDOWzO_xdfKfDSy-MjA', 'e579c5c7', 1795521600000, NULL, 0);
INSERT INTO public.keyward_token (id, user_id, name, name_folded, digest, key_id, hint, scopes, client_id, created_at, expires_at, last_used_at) VALUES ('01a20d6d-5a00-76c4-b594-f7397587b2f4', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', 'short', 'short', '2e41244294ff0074a36d13386cb174d444a5507dbe1620ccf1accd64a76f0b75', 'e579c5c7', 'kwt_M7En…vKAR', '["*"]', NULL, 1795521600000, 1795608000000, NULL);
INSERT INTO public.keyward_totp (id, user_id, slot, sealed, key_id, last_step, created_at, last_used_at, expires_at) VALUES ('01a20d6d-5a00-7223-9810-f64e192b6e5a', '01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', 'active', '1.qYJnT3VQ-LRu9q76ubdYbWcl_nKPY2wm-VonjOgVsBU8WgJh04AAtvx0x5N8wn1lCQsv0dQsSVKIaH0B.YCKpY4K5hbxRWW-zNf8MYgDSHRvA2zZ-r-W_rXWTO8j9HyHN3Xaj5POno6EWI8va', 'e579c5c7', 59850718, 1795521540000, NULL, NULL);
INSERT INTO public.keyward_user (id, username, username_key, display_name, display_name_folded, organization_id, organization_folded, admin, disabled, password_hash, created_at, version) VALUES ('01a20d6d-5a00-74d1-9e0e-79fa8d7e6749', 'ada', 'ada', 'Ada', 'ada', 'acme', 'acme', true, false, '$argon2id$v=19$m=19456,t=2,p=1$Kjzhn1urU4o5GNLg2ymWBA$Z/UheP+yUseygfSfW72j92n9lJXDjIOCw8PTt7ote5Y', 1795521600000, 0);
INSERT INTO public.keyward_user (id, username, username_key, display_name, display_name_folded, organization_id, organization_folded, admin, disabled, password_hash, created_at, version) VALUES ('01a20d6d-5a00-7788-835b-0caa180956ec', 'linus', 'linus', 'Linus "Лин" O’Neill \ 李', 'linus "лин" o’neill \ 李', NULL, NULL, false, false, NULL, 1795521600000, 0);
INSERT INTO public.migrations (id, "timestamp", name) VALUES (1, 1795000000000, 'keyward_createTables1795000000000');
INSERT INTO public.migrations (id, "timestamp", name) VALUES (2, 1796000000000, 'keyward_addMachines1796000000000');
INSERT INTO public.migrations (id, "timestamp", name) VALUES (3, 1797000000000, 'keyward_sealAudit1797000000000');
INSERT INTO public.migrations (id, "timestamp", name) VALUES (4, 1798000000000, 'keyward_tellUsers1798000000000');
SELECT pg_catalog.setval('public.migrations_id_seq', 4, true);
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
ALTER TABLE ONLY public.keyward_audit_seal
    ADD CONSTRAINT keyward_audit_seal_pk PRIMARY KEY (number);
ALTER TABLE ONLY public.keyward_canary
    ADD CONSTRAINT keyward_canary_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_challenge
    ADD CONSTRAINT keyward_challenge_pk PRIMARY KEY (digest);
ALTER TABLE ONLY public.keyward_device_code
    ADD CONSTRAINT keyward_device_code_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_known_device
    ADD CONSTRAINT keyward_known_device_pk PRIMARY KEY (digest);
ALTER TABLE ONLY public.keyward_notice
    ADD CONSTRAINT keyward_notice_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_one_time_link
    ADD CONSTRAINT keyward_one_time_link_pk PRIMARY KEY (id);
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
ALTER TABLE ONLY public.keyward_service_account
    ADD CONSTRAINT keyward_service_account_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_service_key
    ADD CONSTRAINT keyward_service_key_pk PRIMARY KEY (id);
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
ALTER TABLE ONLY public.keyward_told_end
    ADD CONSTRAINT keyward_told_end_pk PRIMARY KEY (digest);
ALTER TABLE ONLY public.keyward_totp
    ADD CONSTRAINT keyward_totp_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_user
    ADD CONSTRAINT keyward_user_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.keyward_waiting_secret
    ADD CONSTRAINT keyward_waiting_secret_pk PRIMARY KEY (digest);
CREATE UNIQUE INDEX keyward_api_key_digest ON public.keyward_api_key USING btree (digest);
CREATE INDEX keyward_api_key_expires_at ON public.keyward_api_key USING btree (expires_at);
CREATE INDEX keyward_api_key_issued_at ON public.keyward_api_key USING btree (issued_at);
CREATE INDEX keyward_api_key_previous_digest ON public.keyward_api_key USING btree (previous_digest);
CREATE INDEX keyward_api_key_user_id_id ON public.keyward_api_key USING btree (user_id, id);
CREATE UNIQUE INDEX keyward_api_key_user_id_name_key ON public.keyward_api_key USING btree (user_id, name_key);
CREATE INDEX keyward_attempt_ends_at ON public.keyward_attempt USING btree (ends_at);
CREATE INDEX keyward_audit_event_actor_id_id ON public.keyward_audit_event USING btree (actor_id, id);
CREATE INDEX keyward_audit_event_ip_id ON public.keyward_audit_event USING btree (ip, id);
CREATE INDEX keyward_audit_event_outcome_id ON public.keyward_audit_event USING btree (outcome, id);
CREATE INDEX keyward_audit_event_seal_id ON public.keyward_audit_event USING btree (seal, id);
CREATE INDEX keyward_audit_event_subject_id_id ON public.keyward_audit_event USING btree (subject_id, id);
CREATE INDEX keyward_audit_event_type_id ON public.keyward_audit_event USING btree (type, id);
CREATE INDEX keyward_audit_event_user_id_id ON public.keyward_audit_event USING btree (user_id, id);
CREATE INDEX keyward_challenge_expires_at ON public.keyward_challenge USING btree (expires_at);
CREATE UNIQUE INDEX keyward_device_code_digest ON public.keyward_device_code USING btree (digest);
CREATE INDEX keyward_device_code_expires_at ON public.keyward_device_code USING btree (expires_at);
CREATE UNIQUE INDEX keyward_device_code_user_code_digest ON public.keyward_device_code USING btree (user_code_digest);
CREATE INDEX keyward_device_code_user_id ON public.keyward_device_code USING btree (user_id);
CREATE INDEX keyward_known_device_seen_at ON public.keyward_known_device USING btree (seen_at);
CREATE INDEX keyward_known_device_user_id_seen_at ON public.keyward_known_device USING btree (user_id, seen_at);
CREATE INDEX keyward_notice_next_at_id ON public.keyward_notice USING btree (next_at, id);
CREATE INDEX keyward_notice_user_id ON public.keyward_notice USING btree (user_id);
CREATE UNIQUE INDEX keyward_one_time_link_digest ON public.keyward_one_time_link USING btree (digest);
CREATE INDEX keyward_one_time_link_expires_at ON public.keyward_one_time_link USING btree (expires_at);
CREATE INDEX keyward_one_time_link_user_id_id ON public.keyward_one_time_link USING btree (user_id, id);
CREATE UNIQUE INDEX keyward_pending_sign_in_digest ON public.keyward_pending_sign_in USING btree (digest);
CREATE INDEX keyward_pending_sign_in_expires_at ON public.keyward_pending_sign_in USING btree (expires_at);
CREATE INDEX keyward_pending_sign_in_user_id_id ON public.keyward_pending_sign_in USING btree (user_id, id);
CREATE UNIQUE INDEX keyward_recovery_code_user_id_digest ON public.keyward_recovery_code USING btree (user_id, digest);
CREATE UNIQUE INDEX keyward_security_key_credential_digest ON public.keyward_security_key USING btree (credential_digest);
CREATE UNIQUE INDEX keyward_security_key_user_id_name_key ON public.keyward_security_key USING btree (user_id, name_key);
CREATE UNIQUE INDEX keyward_service_account_name_key ON public.keyward_service_account USING btree (name_key);
CREATE INDEX keyward_service_account_organization_id_id ON public.keyward_service_account USING btree (organization_id, id);
CREATE UNIQUE INDEX keyward_service_key_digest ON public.keyward_service_key USING btree (digest);
CREATE INDEX keyward_service_key_expires_at ON public.keyward_service_key USING btree (expires_at);
CREATE INDEX keyward_service_key_issued_at ON public.keyward_service_key USING btree (issued_at);
CREATE INDEX keyward_service_key_previous_digest ON public.keyward_service_key USING btree (previous_digest);
CREATE INDEX keyward_service_key_service_account_id_id ON public.keyward_service_key USING btree (service_account_id, id);
CREATE UNIQUE INDEX keyward_service_key_service_account_id_name_key ON public.keyward_service_key USING btree (service_account_id, name_key);
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
CREATE INDEX keyward_ssh_key_created_at ON public.keyward_ssh_key USING btree (created_at);
CREATE INDEX keyward_ssh_key_expires_at ON public.keyward_ssh_key USING btree (expires_at);
CREATE UNIQUE INDEX keyward_ssh_key_fingerprint ON public.keyward_ssh_key USING btree (fingerprint);
CREATE INDEX keyward_ssh_key_user_id_id ON public.keyward_ssh_key USING btree (user_id, id);
CREATE UNIQUE INDEX keyward_ssh_key_user_id_name_key ON public.keyward_ssh_key USING btree (user_id, name_key);
CREATE INDEX keyward_ssh_private_key_user_id_id ON public.keyward_ssh_private_key USING btree (user_id, id);
CREATE UNIQUE INDEX keyward_ssh_private_key_user_id_name_key ON public.keyward_ssh_private_key USING btree (user_id, name_key);
CREATE UNIQUE INDEX keyward_token_digest ON public.keyward_token USING btree (digest);
CREATE INDEX keyward_token_expires_at ON public.keyward_token USING btree (expires_at);
CREATE INDEX keyward_token_user_id_id ON public.keyward_token USING btree (user_id, id);
CREATE INDEX keyward_told_end_ends_at ON public.keyward_told_end USING btree (ends_at);
CREATE UNIQUE INDEX keyward_totp_user_id_slot ON public.keyward_totp USING btree (user_id, slot);
CREATE INDEX keyward_user_organization_id_id ON public.keyward_user USING btree (organization_id, id);
CREATE UNIQUE INDEX keyward_user_username_key ON public.keyward_user USING btree (username_key);
CREATE INDEX keyward_waiting_secret_expires_at ON public.keyward_waiting_secret USING btree (expires_at);
CREATE INDEX keyward_waiting_secret_user_id ON public.keyward_waiting_secret USING btree (user_id);
ALTER TABLE ONLY public.keyward_account
    ADD CONSTRAINT keyward_account_owner FOREIGN KEY (user_id) REFERENCES public.keyward_user(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_api_key
    ADD CONSTRAINT keyward_api_key_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_known_device
    ADD CONSTRAINT keyward_known_device_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_notice
    ADD CONSTRAINT keyward_notice_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_one_time_link
    ADD CONSTRAINT keyward_one_time_link_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_pending_sign_in
    ADD CONSTRAINT keyward_pending_sign_in_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_recovery_code
    ADD CONSTRAINT keyward_recovery_code_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_security_key
    ADD CONSTRAINT keyward_security_key_owner FOREIGN KEY (user_id) REFERENCES public.keyward_account(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.keyward_service_key
    ADD CONSTRAINT keyward_service_key_owner FOREIGN KEY (service_account_id) REFERENCES public.keyward_service_account(id) ON DELETE CASCADE;
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
