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
INSERT INTO public.keyward_account (user_id, security_epoch, password_changed_at, temporary_until, last_sign_in_at, webauthn_handle, code_failures, version) VALUES ('01a20d6d-5a00-7d73-ba61-61575d689412', 0, NULL, NULL, NULL, NULL, 0, 0);
INSERT INTO public.keyward_account (user_id, security_epoch, password_changed_at, temporary_until, last_sign_in_at, webauthn_handle, code_failures, version) VALUES ('01a20d6d-5a00-74f8-a07b-827fe04f1f1c', 1, NULL, NULL, 1795521600000, NULL, 0, 13);
INSERT INTO public.keyward_api_key (id, user_id, name, name_key, name_folded, digest, key_id, previous_digest, previous_until, previous_issued_at, hint, scopes, lifetime_days, created_at, issued_at, expires_at, last_used_at, last_used_ip, disabled, conditions, metadata, version) VALUES ('01a20d6d-5a00-73ca-b6c3-aba19c9400e8', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', 'nightly', '2a3b62b53ddb9f167b63d22202a360811ba78df015021f704d01ee9abad4169c', 'nightly', 'a43127243b5d6c66ff533218af0a2ebaa72d012f2b61dd06831a2859288d2a18', '700e717e', NULL, NULL, NULL, 'kwk_Ok6D…q5lM', '["*"]', 30, 1795521600000, 1795521600000, 1798113600000, NULL, NULL, false, NULL, NULL, 0);
INSERT INTO public.keyward_attempt (key, count, ends_at) VALUES ('443206ee669afcfb0f52ccd74f3ab3fce832fc5b9bdb163d8e1a63734b622de7', 1, 1798113600000);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7970-9d05-6e0e2cc52d6c', 'user.created', 1795521600000, 'host', 'host', NULL, 'user', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', 'ada', NULL, '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', NULL, NULL, 'success', NULL, NULL, 1, '700e717e.a7a98659a872cb508bfbf65b40651f8dcdda62e9ca5912ec95ba3aaa6b3f3d3a', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-725c-9b2a-f1f559da4dd6', 'user.created', 1795521600000, 'host', 'host', NULL, 'user', '01a20d6d-5a00-7d73-ba61-61575d689412', 'linus', NULL, '01a20d6d-5a00-7d73-ba61-61575d689412', NULL, NULL, 'success', NULL, NULL, 1, '700e717e.776a3809fae8fa2fd2232b8108c39278309ac732967085f7bf92ae6ca7667deb', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7f1a-b131-7970d5d3ca72', 'policy.changed', 1795521600000, 'host', 'host', NULL, 'policy', 'organization:acme', NULL, NULL, NULL, NULL, NULL, 'success', NULL, NULL, 1, '700e717e.f19e262ec64a9ece56586ca59e700004a5f30669b7c6c324c31bd90b2342495b', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7bfa-9544-973f95716e48', 'api_key.created', 1795521600000, 'host', 'host', NULL, 'api_key', '01a20d6d-5a00-73ca-b6c3-aba19c9400e8', 'nightly', 'kwk_Ok6D…q5lM', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', NULL, NULL, 'success', NULL, NULL, 1, '700e717e.dc7b6ca71f2f1bc23820c0d7647a607eb0ac9bdd44b5962a13069d2620c660b2', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7fab-a6bd-8cb8a204dd25', 'token.created', 1795521600000, 'host', 'host', NULL, 'token', '01a20d6d-5a00-7892-945e-970319423d2a', 'short', 'kwt_538A…hXsG', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', NULL, NULL, 'success', NULL, NULL, 1, '700e717e.837a99fca29d6b881ee2fcbcf40b18e5923289d8299bb0bba34d77d68db28df2', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7adc-b5e2-030ec2520083', 'ssh_key.created', 1795521600000, 'host', 'host', NULL, 'ssh_key', '01a20d6d-5a00-7587-8bea-7f8e0b71a571', 'laptop', 'SHA256:xTvqhtGkpIxDwptpSBxBLTi8+yKnMtvoeDDvgLI3oFk', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', NULL, NULL, 'success', NULL, NULL, 1, '700e717e.973b310f8fccd731e8e96cd5886113ff3f5b6116b3c2aa8321a0d2db757f276e', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-789e-bd44-9d548f86048d', 'ssh_private_key.created', 1795521600000, 'host', 'host', NULL, 'ssh_private_key', '01a20d6d-5a00-7582-a05f-96e8417bf6d5', 'deploy', 'SHA256:0V/2zDH9eux609r4zqCM6OHF1KJ9jt4p6o9ngvDWL5E', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', NULL, NULL, 'success', NULL, NULL, 1, '700e717e.05a13b13522448a1df06a20ff702690e7e2de9535f9d09affdd37574c17cdfb1', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7979-adb2-5344802c264b', 'ssh_host.created', 1795521600000, 'host', 'host', NULL, 'ssh_host', '01a20d6d-5a00-7165-bb48-2f4125dcb8b0', 'bastion.example.com', NULL, NULL, NULL, NULL, 'success', NULL, NULL, 1, '700e717e.7fa72a6651bc15143694c9205a843df22d6866ed3c7fcd92e14f30ee1bf43292', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-709f-98d1-2060a9e09a12', 'ssh_grants.changed', 1795521600000, 'host', 'host', NULL, 'ssh_grants', 'ssh_grants', NULL, NULL, NULL, NULL, NULL, 'success', NULL, NULL, 1, '700e717e.f5dfeec3251e9c82a82a5463c56a4ebc8d12babc3d045a29ef080de6640c1964', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7d1f-8720-0bfa494d10dc', 'totp.confirmed', 1795521600000, 'host', 'host', NULL, 'user', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', 'ada', NULL, '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', NULL, NULL, 'success', NULL, NULL, 1, '700e717e.76264887430c32e58dae31fc36a2c1cfad1e48abf456f03a15974bb149f0b09a', NULL);
INSERT INTO public.keyward_audit_event (id, type, at, actor_kind, actor_id, actor_name, subject_kind, subject_id, subject_name, subject_hint, user_id, ip, user_agent, outcome, reason, note, count, mac, seal) VALUES ('01a20d6d-5a00-7090-82ae-0bdd41295508', 'session.created', 1795521600000, 'user', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', 'ada', 'session', '01a20d6d-5a00-7ae8-8116-c0468a36b2af', NULL, NULL, '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', '203.0.113.5', 'a browser', 'success', NULL, NULL, 1, '700e717e.8ed57853008230f363201f59cd4e6a6f8850d5f68b3ac330b7b68c74eb674598', NULL);
INSERT INTO public.keyward_canary (id, sealed, key_id) VALUES (1, '1.5o-Mh8yr9JG0Xld4_t3181lRxUPZvHh9hD5k8FR3qL2IM10b3G1owvhieZribE3lXo4jMbZIEQNOx5ko.yB4IIEC6i6aNK3WzVA8K4JF4IitWJxjvq3iqvNH8-GxmnGA', '700e717e');
INSERT INTO public.keyward_policy (scope, policy, switched_on, version, updated_at) VALUES ('organization:acme', '{"apiKeys":{"maxPerUser":37}}', '{}', 1, 1795521600000);
INSERT INTO public.keyward_revision (id, value) VALUES (2, 1);
INSERT INTO public.keyward_revision (id, value) VALUES (1, 3);
INSERT INTO public.keyward_session (id, user_id, digest, key_id, previous_digest, previous_until, previous_proof, security_epoch, bound_to, amr, proved_keys, vouched, created_at, last_seen_at, expires_at, proved_at, proved_by, ip, user_agent) VALUES ('01a20d6d-5a00-7ae8-8116-c0468a36b2af', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', '9b1aa9a4bdf30f79bb395cd6d9495580b5fa7000e601f02a0ef2b55c3a898826', '700e717e', NULL, NULL, NULL, 1, NULL, '["pwd","otp"]', '[]', '["pwd","otp"]', 1795521600000, 1795521600000, 1796126400000, 1795521600000, 'otp', '203.0.113.5', 'a browser');
INSERT INTO public.keyward_ssh_grant (id, "position", host_group, user_id, organization_id, everyone, account, permit, from_addresses, mac, key_id) VALUES ('01a20d6d-5a00-7b65-a7bf-e860c995b649', 0, 'bastions', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', NULL, false, 'deploy', NULL, NULL, 'a9ce716e05b886bb16fdce5081698132262123559ff1ce346bc451782112bd47', '700e717e');
INSERT INTO public.keyward_ssh_host (id, name, name_key, host_groups, cidrs, digest, key_id, previous_digest, previous_until, created_at, last_seen_at, disabled, version) VALUES ('01a20d6d-5a00-7165-bb48-2f4125dcb8b0', 'bastion.example.com', '2788c5b525a105a117ae057469c60e03124816dd317bb1c3b83671f175372c57', '["bastions"]', '[]', '60f82ded8d4b6c25bab082a8b43a389c6ed3712efdd6845350aec73c90f3769b', '700e717e', NULL, NULL, 1795521600000, NULL, false, 0);
INSERT INTO public.keyward_ssh_key (id, user_id, name, name_key, name_folded, type, bits, key_blob, fingerprint, lifetime_days, created_at, expires_at, last_offered_at, mac, key_id, version) VALUES ('01a20d6d-5a00-7587-8bea-7f8e0b71a571', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', 'laptop', '5eec0dc419aa8337bf725f026fda9c78c1cb1c642eeaff9d6e1112f37783e942', 'laptop', 'ssh-ed25519', 256, 'AAAAC3NzaC1lZDI1NTE5AAAAIHPtiQoNnXL3wzXn0iXkMYJD0v7QckiOYGw3lezC/rdf', 'c53bea86d1a4a48c43c29b69481c412d38bcfb22a732dbe87830ef80b237a059', NULL, 1795521600000, NULL, NULL, '7365fff53fa978c8fda44d661951efddc239b3c08e0232bd237d9ea782bf607a', '700e717e', 0);
INSERT INTO public.keyward_ssh_private_key (id, user_id, name, name_key, name_folded, account_name, description, type, public_key, fingerprint, sealed, key_id, created_at, last_used_at, version) VALUES ('01a20d6d-5a00-7582-a05f-96e8417bf6d5', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', 'deploy', 'b7bd55c11b781b0ccc43aa6e57f9dadf0660e9d1d4e27e0979ee43a407d454ae', 'deploy', NULL, NULL, 'ssh-ed25519', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMbpIHof2Au3a+af4sZOTqQjfBeDXVbjmcvfGi9sxVkL', 'SHA256:0V/2zDH9eux609r4zqCM6OHF1KJ9jt4p6o9ngvDWL5E', '1.fF-V-maoG4JWW2VaKSA3pa3hJKpIz1rHQUBDPGADzPe2PQ-7KC5XORlkLPrABWbc5BZz4L6wsF6blLLU.WDtecP898oyMqpCF8kU4oP5KYNeSQvEFLnn8H0d2_tt2r6Hpuhd48gqpFlkE4WAmmVYYSDkrNq2GyvpdbDIhIp6SHCLMsu0cN4dDCg', '700e717e', 1795521600000, NULL, 0);
INSERT INTO public.keyward_token (id, user_id, name, name_folded, digest, key_id, hint, scopes, client_id, created_at, expires_at, last_used_at) VALUES ('01a20d6d-5a00-7892-945e-970319423d2a', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', 'short', 'short', '2ea7afcf3a915bac980074366abbb479dd7eaecdcb9d30a98b1410157a17fb3a', '700e717e', 'kwt_538A…hXsG', '["*"]', NULL, 1795521600000, 1795608000000, NULL);
INSERT INTO public.keyward_totp (id, user_id, slot, sealed, key_id, last_step, created_at, last_used_at, expires_at) VALUES ('01a20d6d-5a00-7ebd-8c5e-073fdaa31be9', '01a20d6d-5a00-74f8-a07b-827fe04f1f1c', 'active', '1.dd5nQZ_r_5RinGd04bZr8AntickygOsGP9RjMiiwFPnene45gq_GdBFliowqJWPd_enPE5QweC_WzeP_.NG5ExJZbWezLqLmAkvfPDH0vKTEneJGLLHkIWfgp3cbC5jgm213nf7GUw866aLuU', '700e717e', 59850718, 1795521540000, NULL, NULL);
INSERT INTO public.keyward_user (id, username, username_key, display_name, display_name_folded, organization_id, organization_folded, admin, disabled, password_hash, created_at, version) VALUES ('01a20d6d-5a00-74f8-a07b-827fe04f1f1c', 'ada', 'ada', 'Ada', 'ada', 'acme', 'acme', true, false, '$argon2id$v=19$m=19456,t=2,p=1$VE+XQyzyXZt3YnuKYD7qhw$njcCjGlh3vWrmoNZrE1Mn9I130WlGvc1EgNaJymIwH0', 1795521600000, 0);
INSERT INTO public.keyward_user (id, username, username_key, display_name, display_name_folded, organization_id, organization_folded, admin, disabled, password_hash, created_at, version) VALUES ('01a20d6d-5a00-7d73-ba61-61575d689412', 'linus', 'linus', 'Linus "Лин" O’Neill \ 李', 'linus "лин" o’neill \ 李', NULL, NULL, false, false, NULL, 1795521600000, 0);
INSERT INTO public.migrations (id, "timestamp", name) VALUES (1, 1795000000000, 'keyward_createTables1795000000000');
INSERT INTO public.migrations (id, "timestamp", name) VALUES (2, 1796000000000, 'keyward_addMachines1796000000000');
INSERT INTO public.migrations (id, "timestamp", name) VALUES (3, 1797000000000, 'keyward_sealAudit1797000000000');
SELECT pg_catalog.setval('public.migrations_id_seq', 3, true);
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
CREATE INDEX keyward_audit_event_seal_id ON public.keyward_audit_event USING btree (seal, id);
CREATE INDEX keyward_audit_event_subject_id_id ON public.keyward_audit_event USING btree (subject_id, id);
CREATE INDEX keyward_audit_event_type_id ON public.keyward_audit_event USING btree (type, id);
CREATE INDEX keyward_audit_event_user_id_id ON public.keyward_audit_event USING btree (user_id, id);
CREATE INDEX keyward_challenge_expires_at ON public.keyward_challenge USING btree (expires_at);
CREATE UNIQUE INDEX keyward_device_code_digest ON public.keyward_device_code USING btree (digest);
CREATE INDEX keyward_device_code_expires_at ON public.keyward_device_code USING btree (expires_at);
CREATE UNIQUE INDEX keyward_device_code_user_code_digest ON public.keyward_device_code USING btree (user_code_digest);
CREATE INDEX keyward_device_code_user_id ON public.keyward_device_code USING btree (user_id);
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
